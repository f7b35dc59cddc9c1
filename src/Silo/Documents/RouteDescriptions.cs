using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace KiPass.Silo.Documents;

/// <summary>An example request and response in the API description.</summary>
/// <param name="Request">Null for a route without a body.</param>
/// <param name="Outcome">Meaning of the response.</param>
internal sealed record RouteExample(object? Request, object Answer, string Outcome);

/// <summary>The route requires a device's bearer token.</summary>
internal sealed record BearerRequired;

/// <summary>The member is a code of the problem catalogue.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ProblemCodeAttribute : Attribute;

/// <summary>Adds route metadata for the API description.</summary>
internal static class RouteDescriptions
{
    /// <summary>Adds an example.</summary>
    /// <param name="outcome">Meaning of the response.</param>
    public static TBuilder WithExample<TBuilder>(this TBuilder route, object? request, object answer, string outcome)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteExample(request, answer, outcome));

    /// <summary>Describes a route without model binding, whose types the framework cannot see.</summary>
    public static IEndpointConventionBuilder DescribeHandler<TRequest, TAnswer>(
        this IEndpointConventionBuilder route,
        MethodInfo handler
    ) =>
        route.WithMetadata(
            handler,
            // Without content types; otherwise routing would compare them with the request's.
            new AcceptsMetadata([], typeof(TRequest)),
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(TAnswer), ["application/json"])
        );
}

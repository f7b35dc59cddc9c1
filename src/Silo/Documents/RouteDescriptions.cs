using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace KiPass.Silo.Documents;

/// <summary>One request and its answer, as the API's description shows them.</summary>
/// <param name="Request">Null for a route without a body.</param>
/// <param name="Outcome">What the answer means.</param>
internal sealed record RouteExample(object? Request, object Answer, string Outcome);

/// <summary>The route requires a device's bearer token.</summary>
internal sealed record BearerRequired;

/// <summary>The member is a code of the problem catalogue.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ProblemCodeAttribute : Attribute;

/// <summary>What routes say about themselves for the API's description.</summary>
internal static class RouteDescriptions
{
    /// <summary>Adds an example.</summary>
    /// <param name="outcome">What the answer means.</param>
    public static TBuilder WithExample<TBuilder>(this TBuilder route, object? request, object answer, string outcome)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteExample(request, answer, outcome));

    /// <summary>Describes a route without model binding, whose types the framework cannot see.</summary>
    public static IEndpointConventionBuilder DescribeHandler<TRequest, TAnswer>(
        this IEndpointConventionBuilder route,
        MethodInfo handler
    ) =>
        route.WithMetadata(
            handler,
            // Without content types, or routing would compare them with the request's.
            new AcceptsMetadata([], typeof(TRequest)),
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(TAnswer), ["application/json"])
        );
}

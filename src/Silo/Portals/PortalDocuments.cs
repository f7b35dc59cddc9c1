using System.Text.Json;
using KiPass.Contracts.Access;
using KiPass.Hosting.Problems;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace KiPass.Silo.Portals;

/// <summary>One OpenAPI document for each portal, generated from the calls that are open to it.</summary>
internal static class PortalDocuments
{
    public static void AddPortalDocuments(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = RegisterCallJson.Options.PropertyNamingPolicy;
            foreach (var converter in RegisterCallJson.Options.Converters)
            {
                json.SerializerOptions.Converters.Add(converter);
            }
        });
        foreach (var portal in Enum.GetValues<CallingPortal>())
        {
            services.AddOpenApi(
                RegisterCall.NameOf(portal),
                options =>
                {
                    options.ShouldInclude = description =>
                        description.ActionDescriptor.EndpointMetadata.OfType<RegisterCall>().Any(call => call.Portal == portal);
                    options.AddDocumentTransformer(
                        (document, _, _) =>
                        {
                            Describe(document, portal);
                            return Task.CompletedTask;
                        }
                    );
                    options.AddOperationTransformer(Describe);
                    options.AddProblems();
                }
            );
        }
    }

    /// <summary>Serves the documents at <c>/v1/{portal}/openapi.json</c>, to certified portals only.</summary>
    public static void MapPortalDocuments(this IEndpointRouteBuilder routes) => routes.MapOpenApi("/v1/{documentName}/openapi.json");

    /// <summary>Describes a call's route for the document.</summary>
    public static void Describe(this IEndpointConventionBuilder route, RegisterCall call)
    {
        // The framework describes only routes with a method, and takes its parameters from there.
        route.WithMetadata(((Func<HttpContext, Task>)Handle).Method);
        route.WithMetadata(call).WithName($"{RegisterCall.NameOf(call.Portal)}-{call.Method.DeclaringType!.Name}-{call.Method.Name}");
        route.WithTags(call.Method.DeclaringType!.Name[1..^"Grain".Length]);
        route.WithMetadata(
            call.Value is { } value
                ? new ProducesResponseTypeMetadata(StatusCodes.Status200OK, value, ["application/json"])
                : new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent, typeof(void))
        );
        route.ProducesProblems([
            PortalProblems.RequestMalformed,
            PortalProblems.CallNotAuthentic,
            PortalProblems.CallNotPermitted,
            .. call.HasOutcome
                ? (Problem[])[PortalProblems.Refused, PortalProblems.NotFound, PortalProblems.Conflict, PortalProblems.InputInvalid]
                : [],
            PortalProblems.RequestTooLarge,
            PortalProblems.Unavailable,
        ]);
    }

    private static Task Handle(HttpContext context) => Task.CompletedTask;

    private static void Describe(OpenApiDocument document, CallingPortal portal)
    {
        document.Info = new OpenApiInfo
        {
            Title = $"KiPass register · {RegisterCall.NameOf(portal)}",
            Version = "1",
            Description =
                "Calls of a portal to the register (전자출입명부): mutual TLS, and a call token for each request "
                + "(JWS, ES256, `typ: kipass-call+jwt`). See docs/problems-portals.md for the codes.",
        };
        document.Servers = null;
    }

    private static async Task Describe(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var call = context.Description.ActionDescriptor.EndpointMetadata.OfType<RegisterCall>().First();
        var members = new Dictionary<string, IOpenApiSchema>
        {
            [RegisterCall.KeyMember] = new OpenApiSchema { Type = JsonSchemaType.String },
        };
        foreach (var argument in call.Arguments)
        {
            members[argument.Name!] = await context.GetOrCreateSchemaAsync(argument.ParameterType, null, cancellationToken);
        }
        operation.Description = $"Roles: {string.Join(", ", call.Roles.Select(RegisterCall.NameOf))}.";
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Properties = members,
                        Required = new HashSet<string>(members.Keys),
                        AdditionalPropertiesAllowed = false,
                    },
                },
            },
        };
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using KiPass.Hosting.Problems;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace KiPass.Silo.Documents;

/// <summary>Completes the generated OpenAPI document with information that types and routes do not provide.</summary>
internal static class RegisterDocument
{
    public const string Name = "v1";

    private const string Scheme = "device";

    public static void AddDocument(this IServiceCollection services) =>
        services.AddOpenApi(
            Name,
            options =>
            {
                options.AddDocumentTransformer((document, _, _) => Completed(() => Describe(document)));
                options.AddOperationTransformer((operation, context, _) => Completed(() => Describe(operation, context)));
                options.AddSchemaTransformer((schema, context, _) => Completed(() => SchemaDescriptions.Complete(schema, context)));
                options.AddProblems();
            }
        );

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "KiPass register · 전자출입명부",
            Version = "1",
            Description =
                "What a scanner asks of the register (전자출입명부). Ids are UUIDs, times RFC 3339 in UTC. Errors are RFC 9457 problem details with "
                + "a stable `code`; titles are Korean, or English with `Accept-Language: en`. Every POST of a device is safe to repeat with the "
                + "same `scanId`.",
        };
        document.Servers = null;
        document.Tags = new HashSet<OpenApiTag>
        {
            new() { Name = "Scans", Description = "출입 인증: one-time codes, single use." },
            new() { Name = "Devices", Description = "기기 연결." },
            new() { Name = "Visits", Description = "수기명부: visitors without a phone." },
            new() { Name = "Facility", Description = "시설." },
            new() { Name = "Register", Description = "Time, public keys, health." },
        };
        document.AddComponent<IOpenApiSecurityScheme>(
            Scheme,
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The device token that pairing gave, `kd_…`.",
            }
        );
    }

    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<BearerRequired>().Any())
        {
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        }
        if (metadata.OfType<RouteExample>().FirstOrDefault() is { } example)
        {
            var json = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            var answer = operation.Responses!.First(response => response.Key.StartsWith('2')).Value;
            answer.Description = example.Outcome;
            answer.Content!["application/json"].Example = Node(example.Answer, json);
            if (example.Request is { } request)
            {
                operation.RequestBody!.Content!["application/json"].Example = Node(request, json);
            }
        }
    }

    private static JsonNode? Node(object value, JsonSerializerOptions json) => JsonSerializer.SerializeToNode(value, value.GetType(), json);

    private static Task Completed(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}

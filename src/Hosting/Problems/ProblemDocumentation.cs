using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace KiPass.Hosting.Problems;

/// <summary>Describes problems in the OpenAPI document: each code once, and the codes of each route with an example.</summary>
public static class ProblemDocumentation
{
    private const string RetryAfter = "RetryAfter";

    /// <summary>Declares the problems that a route or a group can return.</summary>
    public static TBuilder ProducesProblems<TBuilder>(this TBuilder builder, params Problem[] problems)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AnsweredProblems(problems));

    /// <summary>Adds the problems to the document.</summary>
    public static OpenApiOptions AddProblems(this OpenApiOptions options)
    {
        options.AddDocumentTransformer(
            (document, context, _) =>
            {
                Describe(document, context.ApplicationServices.GetRequiredService<ProblemCatalogue>());
                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(
            (operation, context, _) =>
            {
                var answered = context.Description.ActionDescriptor.EndpointMetadata.OfType<AnsweredProblems>();
                foreach (var group in answered.SelectMany(route => route.Problems).GroupBy(problem => problem.Status).OrderBy(g => g.Key))
                {
                    operation.Responses ??= [];
                    operation.Responses[group.Key.ToString(CultureInfo.InvariantCulture)] = Response([.. group], context.Document!);
                }
                return Task.CompletedTask;
            }
        );
        return options;
    }

    private static OpenApiResponse Response(IReadOnlyList<Problem> problems, OpenApiDocument document) =>
        new()
        {
            Description = string.Join(" or ", problems.Select(problem => $"`{problem.Code}`")),
            Headers = problems.Any(problem => problem.RetryAfterSeconds is not null)
                ? new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = new OpenApiHeaderReference(RetryAfter, document) }
                : null,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Problem.ContentType] = new()
                {
                    Schema = new OpenApiSchemaReference(nameof(Problem), document),
                    Examples = problems.ToDictionary(
                        problem => problem.Code,
                        IOpenApiExample (problem) => new OpenApiExample { Summary = problem.When, Value = Example(problem) }
                    ),
                },
            },
        };

    private static JsonNode Example(Problem problem) => JsonNode.Parse(problem.Body(inEnglish: false).Span)!;

    private static void Describe(OpenApiDocument document, ProblemCatalogue catalogue)
    {
        document.AddComponent<IOpenApiHeader>(
            RetryAfter,
            new OpenApiHeader
            {
                Description = "Seconds after which a repeat makes sense.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" },
            }
        );
        document.AddComponent<IOpenApiSchema>(
            "Code",
            new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "Stable code of a problem.",
                Enum = [.. catalogue.All.Select(problem => JsonValue.Create(problem.Code))],
            }
        );
        document.AddComponent<IOpenApiSchema>(
            nameof(Problem),
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Problem details (RFC 9457).",
                Required = new HashSet<string> { "type", "title", "status", "code" },
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri" },
                    ["title"] = Text("For people; Korean, or English when `Accept-Language` prefers it."),
                    ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                    ["code"] = new OpenApiSchemaReference("Code", document),
                    ["member"] = Text("The member of the request that is wrong."),
                    ["reason"] = Text("Why the service is not available."),
                },
            }
        );
    }

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private sealed record AnsweredProblems(IReadOnlyList<Problem> Problems);
}

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using KiPass.Silo.Json;
using KiPass.Silo.Problems;
using KiPass.Tokens.Keys;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace KiPass.Silo.Documents;

/// <summary>
/// Completes generated schemas with constraints from validation attributes and JSON converters, which the generator ignores.
/// </summary>
internal static class SchemaDescriptions
{
    public static void Complete(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?))
        {
            schema.Type = JsonSchemaType.String;
        }
        else if (type == typeof(SentId) || type == typeof(SentId?))
        {
            schema.Type = type == typeof(SentId) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Format = "uuid";
        }
        else if (type == typeof(EcJwk))
        {
            DescribeKey(schema);
        }
        else if (type == typeof(AgreementKeys))
        {
            DescribeAgreementKeys(schema, context.Document!);
        }
        // Responses omit the member.
        schema.Discriminator = null;
        foreach (var constant in context.JsonTypeInfo.Properties.Where(IsConstant))
        {
            (schema.Required ??= new HashSet<string>()).Add(constant.Name);
        }
        DescribeMember(schema, context.JsonPropertyInfo);
    }

    private static void DescribeMember(OpenApiSchema schema, JsonPropertyInfo? member)
    {
        if (Attribute<RequiredAttribute>(member) is not null)
        {
            // Nullable only so that validation can report a missing member.
            schema.Type &= ~JsonSchemaType.Null;
        }
        if (Attribute<AllowedValuesAttribute>(member) is { } allowed)
        {
            schema.Type &= ~JsonSchemaType.Null;
            schema.Enum = [.. allowed.Values.Select(value => JsonValue.Create((string)value!))];
        }
        if (Attribute<ProblemCodeAttribute>(member) is not null)
        {
            schema.Enum = [.. RegisterProblems.All.Select(problem => JsonValue.Create(problem.Code))];
        }
    }

    private static void DescribeKey(OpenApiSchema schema)
    {
        schema.Description = "P-256 public key (RFC 7517).";
        // The private part is never sent.
        schema.Properties!.Remove("d");
        schema.Properties["kty"] = new OpenApiSchema { Const = "EC" };
        schema.Properties["crv"] = new OpenApiSchema { Const = "P-256" };
    }

    private static void DescribeAgreementKeys(OpenApiSchema schema, OpenApiDocument document)
    {
        schema.Description = "One key for every day, or a list of keys with the Korean day from whose midnight each is valid.";
        var key = new OpenApiSchemaReference(nameof(EcJwk), document);
        var dated = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "fromDay", "key" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["fromDay"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" },
                ["key"] = key,
            },
        };
        schema.OneOf = [key, new OpenApiSchema { Type = JsonSchemaType.Array, Items = dated }];
    }

    private static bool IsConstant(JsonPropertyInfo member) => member.Set is null && Attribute<AllowedValuesAttribute>(member) is not null;

    private static T? Attribute<T>(JsonPropertyInfo? member)
        where T : Attribute =>
        member?.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true) is [T attribute, ..] ? attribute : null;
}

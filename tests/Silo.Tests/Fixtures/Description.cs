using System.Text.Json;
using System.Text.Json.Nodes;
using KiPass.Silo.Tests.Documents;
using KiPass.Silo.Tests.Hosting;

namespace KiPass.Silo.Tests.Fixtures;

/// <summary>The register's OpenAPI document, as a client reads it.</summary>
internal sealed class Description(JsonObject document)
{
    public static async Task<Description> Of(RegisterUnderTest register)
    {
        using var client = register.Client();
        return new Description(JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!.AsObject());
    }

    /// <summary>Path and operation of every route with a body.</summary>
    public IEnumerable<(string Path, JsonObject Example, JsonObject Schema)> Bodies =>
        from path in document["paths"]!.AsObject()
        where path.Value!["post"] is not null
        let content = path.Value!["post"]!["requestBody"]!["content"]!["application/json"]!
        select (path.Key, content["example"]!.DeepClone().AsObject(), Resolve(content["schema"]!));

    /// <summary>Every status that is described, by route.</summary>
    public IEnumerable<(string Route, int Status)> Answers =>
        from path in document["paths"]!.AsObject()
        from verb in path.Value!.AsObject()
        from answer in verb.Value!["responses"]!.AsObject()
        select ($"{verb.Key} {path.Key}", int.Parse(answer.Key));

    /// <summary>Fails unless the answer is one that the route describes, with its media type, members and code.</summary>
    public void AssertDescribes(string route, ApiAnswer answer)
    {
        var operation = document["paths"]![route.Split(' ')[1]]![route.Split(' ')[0]]!;
        var described = operation["responses"]![$"{answer.Status}"];
        Assert.True(described is not null, $"{route}: {answer.Status} {answer.Code} is not described.");
        var mediaType = answer.ContentType!.Split(';')[0];
        var content = described["content"]![mediaType];
        Assert.True(content is not null, $"{route}: {answer.Status} as {mediaType} is not described.");
        if (answer.Code != "ok")
        {
            Assert.True(content["examples"]![answer.Code] is not null, $"{route}: {answer.Code} is not described.");
        }
        AssertMatches(route, Resolve(content["schema"]!), answer.Body);
    }

    private void AssertMatches(string at, JsonObject schema, JsonElement value)
    {
        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray alternatives)
        {
            Assert.True(alternatives.Any(one => Fits(Resolve(one!), value)), $"{at}: {value} is none of its alternatives.");
            return;
        }
        Assert.True(Fits(schema, value), $"{at}: {value} does not match {schema.ToJsonString()}");
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                AssertMatches($"{at}.{member.Name}", Resolve(schema["properties"]![member.Name]!), member.Value);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                AssertMatches($"{at}[]", Resolve(schema["items"]!), item);
            }
        }
    }

    // Type, required and known members, enumerated values.
    private static bool Fits(JsonObject schema, JsonElement value)
    {
        string[] types = schema["type"] switch
        {
            JsonArray several => [.. several.Select(type => (string)type!)],
            { } one => [(string)one!],
            null => [],
        };
        var type = value.ValueKind switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "integer",
            JsonValueKind.Null => "null",
            _ => "boolean",
        };
        if (types.Length > 0 && !types.Contains(type))
        {
            return false;
        }
        if (type == "object")
        {
            var members = value.EnumerateObject().Select(member => member.Name).ToHashSet();
            var required = schema["required"]?.AsArray().Select(name => (string)name!) ?? [];
            return required.All(members.Contains) && members.All(name => schema["properties"]?[name] is not null);
        }
        return type == "string" ? Allows(schema, value.GetString()!) : types.Length > 0;
    }

    private static bool Allows(JsonObject schema, string value) =>
        (schema["enum"]?.AsArray().Any(allowed => (string?)allowed == value) ?? true)
        && (schema["const"] is not { } constant || (string?)constant == value)
        && (schema["maxLength"] is not { } most || value.Length <= (int)most);

    private JsonObject Resolve(JsonNode schema) =>
        schema["$ref"] is { } reference
            ? document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!.AsObject()
            : schema.AsObject();
}

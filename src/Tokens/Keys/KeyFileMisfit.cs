using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KiPass.Tokens.Keys;

/// <summary>Says why a JSON text does not fit a type of keys: which member is missing or wrong.</summary>
internal static class KeyFileMisfit
{
    /// <param name="type">A record whose constructor lists its members, or <see cref="AgreementKeys"/>.</param>
    /// <param name="text">The text.</param>
    /// <param name="e">Why reading it failed.</param>
    public static string Explain(Type type, byte[] text, Exception e)
    {
        if (text.Length == 0)
        {
            return "it is empty";
        }
        try
        {
            using var document = JsonDocument.Parse(text);
            return MissingIn(type, document.RootElement) is { } missing ? $"'{missing}' is missing" : Wrong(e);
        }
        catch (JsonException syntax)
        {
            return $"it is not JSON (line {syntax.LineNumber + 1})";
        }
    }

    // The first member that is absent or null, as a path such as signingKey.x; null: none.
    private static string? MissingIn(Type type, JsonElement element)
    {
        if (type == typeof(AgreementKeys))
        {
            return element.ValueKind == JsonValueKind.Array
                ? element.EnumerateArray().Select(item => MissingIn(typeof(DatedKey), item)).FirstOrDefault(missing => missing is not null)
                : MissingIn(typeof(EcJwk), element);
        }
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }
        foreach (var (name, of) in RequiredMembers(type))
        {
            if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                return name;
            }
            if (of.Assembly == type.Assembly && MissingIn(of, value) is { } inside)
            {
                return $"{name}.{inside}";
            }
        }
        return null;
    }

    private static IEnumerable<(string Name, Type Type)> RequiredMembers(Type type) =>
        from parameter in type.GetConstructors(BindingFlags.Instance | BindingFlags.Public)
            .MaxBy(c => c.GetParameters().Length)!
            .GetParameters()
        where !parameter.HasDefaultValue
        let name = type.GetProperty(parameter.Name!)?.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
        where name is not null
        select (name, parameter.ParameterType);

    // System.Text.Json names the place as $.signingKey.
    private static string Wrong(Exception e) =>
        e is JsonException { Path: { Length: > 2 } path } ? $"'{path[2..]}' has a value that does not fit" : "its value does not fit";
}

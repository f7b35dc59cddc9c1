using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace KiPass.Contracts.Access;

/// <summary>JSON of the calls between portals and register: camel case, names of enum members, no duplicate members.</summary>
public static class RegisterCallJson
{
    /// <summary>The options of both sides.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            MaxDepth = 32,
            NumberHandling = JsonNumberHandling.Strict,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { WriteDefaultArraysAsEmpty } },
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.MakeReadOnly();
        return options;
    }

    // Orleans carries an array that was never set; JSON has no form for it.
    private static void WriteDefaultArraysAsEmpty(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => IsArray(property.PropertyType)))
        {
            var (read, unset) = (property.Get, Activator.CreateInstance(property.PropertyType));
            var empty = property.PropertyType.GetField(nameof(ImmutableArray<>.Empty))!.GetValue(null);
            property.Get = read is null ? null : owner => read(owner) is var value && Equals(value, unset) ? empty : value;
        }
    }

    private static bool IsArray(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>);
}

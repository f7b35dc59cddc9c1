using System.Text.Json;
using System.Text.Json.Serialization;

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
            MaxDepth = 32,
            NumberHandling = JsonNumberHandling.Strict,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

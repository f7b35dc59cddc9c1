using System.Text.Json;
using System.Text.Json.Nodes;
using KiPass.Hosting.Files;

namespace KiPass.Hosting.Settings;

/// <summary>Reads and updates <c>{Data}/settings.json</c> for provisioning. Unknown settings are preserved.</summary>
public sealed class SettingsFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };

    private readonly string path;
    private readonly JsonObject root;

    /// <exception cref="StartException">The file is not a JSON object.</exception>
    public SettingsFile(string data)
    {
        path = Path.Combine(data, DomainSettings.FileName);
        try
        {
            root = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path), AnyCase)!.AsObject() : new JsonObject(AnyCase);
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or NullReferenceException or IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{path}: not readable as settings.", e);
        }
    }

    /// <summary>Returns a setting's value, or null if it is absent.</summary>
    public string? this[string setting]
    {
        get
        {
            JsonNode? at = root;
            foreach (var name in setting.Split(':'))
            {
                at = (at as JsonObject)?[name];
            }
            return at is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        }
        set
        {
            var names = setting.Split(':');
            var at = root;
            foreach (var name in names[..^1])
            {
                if (at[name] is not JsonObject)
                {
                    at[name] = new JsonObject(AnyCase);
                }
                at = at[name]!.AsObject();
            }
            at[names[^1]] = value;
        }
    }

    /// <summary>Writes the file atomically, readable only by its owner.</summary>
    /// <exception cref="StartException">The folder is not writable.</exception>
    public void Write()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            PrivateFile.Replace(path, stream => JsonSerializer.Serialize(stream, root, Indented));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{path}: cannot be written: {e.Message}", e);
        }
    }
}

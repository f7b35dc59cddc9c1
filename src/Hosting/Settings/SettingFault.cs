using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace KiPass.Hosting.Settings;

/// <summary>
/// Builds one-line messages for invalid settings: name, value and allowed values. Validation methods return null if the value is valid.
/// </summary>
public static class SettingFault
{
    private const int MostCharactersShown = 200;

    /// <summary>Formats a message such as <c>Register:SiloPort: 70000 is not a port (1 to 65535).</c></summary>
    /// <param name="setting">Name of the setting or command-line option.</param>
    /// <param name="value">The value as given. Never a secret: see <see cref="Secret"/>.</param>
    /// <param name="allowed">Allowed values with their range, such as <c>a port (1 to 65535)</c>.</param>
    public static string Wrong(string setting, object? value, string allowed) => $"{setting}: {Show(value)} is not {allowed}.";

    /// <summary>Formats the message for a missing setting that is required, alone or together with another one.</summary>
    public static string Missing(string setting, string allowed) => $"{setting}: missing; it must be {allowed}.";

    /// <summary>Formats the message for an invalid value that may contain a password. The value is not shown.</summary>
    public static string Secret(string setting, string allowed) => $"{setting}: its value, which is not shown here, is not {allowed}.";

    /// <summary>Validates an absolute http or https URL.</summary>
    public static string? HttpUrl(string setting, string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0
            ? null
            : Wrong(setting, text, "an http(s) address such as https://kipass.example");

    /// <summary>Validates an Npgsql connection string, which must name a host and a database.</summary>
    public static string? ConnectionString(string setting, string? text)
    {
        const string Allowed = "a connection string (Host=…;Username=…;Database=…)";
        if (string.IsNullOrWhiteSpace(text))
        {
            return Missing(setting, Allowed);
        }
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(text);
            return string.IsNullOrEmpty(parts.Host) || string.IsNullOrEmpty(parts.Database) ? Secret(setting, Allowed) : null;
        }
        catch (Exception e) when (e is ArgumentException or DbException or InvalidOperationException or FormatException)
        {
            return Secret(setting, Allowed);
        }
    }

    /// <summary>Validates a folder that exists or can be created: no part of its path is a file.</summary>
    public static string? Folder(string setting, string? path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            return Missing(setting, "a folder");
        }
        for (var at = Path.GetFullPath(path); at is not null; at = Path.GetDirectoryName(at))
        {
            if (Directory.Exists(at))
            {
                return null;
            }
            if (File.Exists(at))
            {
                return Wrong(setting, path, at == Path.GetFullPath(path) ? "a folder but a file" : $"a folder: {at} is a file");
            }
        }
        return null;
    }

    /// <summary>Validates that a file exists.</summary>
    public static string? ExistingFile(string setting, string path) => File.Exists(path) ? null : Wrong(setting, path, "an existing file");

    // Numbers are shown as given. Text is quoted and shortened to one line.
    private static string Show(object? value)
    {
        var text = value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : $"{value}";
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? text
            : text.Length <= MostCharactersShown ? $"'{text}'"
            : $"'{text[..MostCharactersShown]}…'";
    }
}

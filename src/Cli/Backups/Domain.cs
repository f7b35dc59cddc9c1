using System.Data.Common;
using System.Text.Json;
using System.Text.RegularExpressions;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Backups;

/// <summary>A trust domain to back up. Each backup covers exactly one domain.</summary>
/// <param name="Name">Name of the domain and of its folder under <c>--data</c>.</param>
/// <param name="Project">Project of the program whose <c>provision</c> verb creates the database.</param>
/// <param name="Section">Configuration section of the program.</param>
/// <param name="OwnerSettings">
/// Settings in <c>settings.json</c> of which the first that exists has the connection string of the database owner.
/// </param>
/// <param name="More">Additional arguments for the program.</param>
internal sealed partial record Domain(string Name, string Project, string Section, string[] OwnerSettings, string[] More)
{
    // Databases of earlier releases have one role, which owns the tables.
    private static readonly string[] OfPortal = ["Portal:PostgresOwner", "Portal:Postgres"];

    private static readonly Domain[] All =
    [
        new("register", "src/Silo", "Register", ["Register:Postgres:Owner"], []),
        new("issuer", "src/Issuer", "Issuer", ["Issuer:Postgres:Owner"], []),
        new("owners", "src/Portal/Owners", "Portal", OfPortal, []),
        new("authority", "src/Portal/Officials", "Portal", OfPortal, []),
    ];

    /// <summary>Names of all domains.</summary>
    public static string[] Names { get; } = [.. All.Select(domain => domain.Name)];

    /// <summary>
    /// Files and folders in a key backup, relative to the domain's folder. Never <c>daykeys</c>, which also contains the erasure list: a
    /// restore
    /// would bring back destroyed day keys and lose erasures.
    /// </summary>
    public static string[] KeyPlaces { get; } = ["keys", "trust", "protection-keys", "tls", "settings.json"];

    /// <summary>The file that identifies the environment of a backup.</summary>
    private static string[] Identities { get; } = ["keys/signing.json", "keys/personal.json"];

    public static Domain Of(string name) =>
        All.FirstOrDefault(domain => domain.Name == name)
        ?? throw new CommandException($"'{name}' is not a domain: {string.Join(", ", Names)}.");

    /// <summary>
    /// Whether a backup of this kind can hold a file of this name, relative to the domain's folder. A manifest's names are compared with the
    /// known ones; they are never used as paths before that.
    /// </summary>
    public bool Holds(BackupKind kind, string file)
    {
        var parts = file.Split('/');
        if (parts.Any(part => !FilePart().IsMatch(part)))
        {
            return false;
        }
        return kind switch
        {
            BackupKind.Keys => KeyPlaces.Contains(parts[0]),
            BackupKind.Sqlite => parts is [var main] && main == $"{Name}.db" || parts is ["visits", var day] && DayFile().IsMatch(day),
            _ => parts is [PostgresDump.FileName],
        };
    }

    /// <summary>SQLite files in a domain's folder. Day files come first, because a facility is stored before its visits.</summary>
    public IReadOnlyList<string> SqliteFiles(string folder)
    {
        var days = Path.Combine(folder, "visits");
        var main = Path.Combine(folder, $"{Name}.db");
        return
        [
            .. Directory.Exists(days) ? Directory.GetFiles(days, "visits-*.db").Order(StringComparer.Ordinal) : Enumerable.Empty<string>(),
            .. File.Exists(main) ? [main] : Array.Empty<string>(),
        ];
    }

    /// <summary>Thumbprints (RFC 7638) or digests of the keys for a store, by file. Empty for a domain without keys.</summary>
    public static Dictionary<string, string> KeysOf(string folder) =>
        Identities
            .Where(file => File.Exists(Path.Combine(folder, file)))
            .ToDictionary(file => file, file => Digest.OfFile(Path.Combine(folder, file)));

    /// <summary>The key that signs backups of a domain's folder; null if the domain has none.</summary>
    public static ISigningKey? SigningKey(string folder) =>
        File.Exists(Path.Combine(folder, Identities[0])) ? new FileSigningKey(new DomainFolder(folder).SigningKey()) : null;

    /// <summary>Connection string of the PostgreSQL database owner; null on SQLite.</summary>
    public DbConnectionStringBuilder? Owner(string folder)
    {
        var file = Path.Combine(folder, "settings.json");
        if (!File.Exists(file))
        {
            return null;
        }
        try
        {
            using var settings = JsonDocument.Parse(File.ReadAllText(file));
            var root = settings.RootElement;
            var text = OwnerSettings.Select(setting => Find(root, setting)).FirstOrDefault(found => !string.IsNullOrEmpty(found));
            return text is null ? null : new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new CommandException($"{file}: not readable as settings.");
        }
    }

    private static string? Find(JsonElement settings, string setting)
    {
        var at = settings;
        foreach (var name in setting.Split(':'))
        {
            // System.Text.Json's web defaults write camel case. Configuration ignores case.
            if (at.ValueKind != JsonValueKind.Object || Member(at, name) is not { } next)
            {
                return null;
            }
            at = next;
        }
        return at.GetString();
    }

    private static JsonElement? Member(JsonElement of, string name)
    {
        foreach (var member in of.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return member.Value;
            }
        }
        return null;
    }

    // No empty part, no "..", no hidden file.
    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]*\z")]
    private static partial Regex FilePart();

    [GeneratedRegex(@"^visits-[0-9-]+\.db\z")]
    private static partial Regex DayFile();
}

using System.Data.Common;
using System.Text.Json;

namespace KiPass.Cli.Backups;

/// <summary>A trust domain as its operator backs it up: one at a time, since no backup may join two.</summary>
/// <param name="Name">Also its folder's name under <c>--data</c>.</param>
/// <param name="Project">The program whose <c>provision</c> verb makes the database.</param>
/// <param name="Section">The section of its settings.</param>
/// <param name="OwnerPath">Where <c>settings.json</c> holds the connection string of the database's owner.</param>
/// <param name="More">What the program needs besides.</param>
internal sealed record Domain(string Name, string Project, string Section, string[] OwnerPath, string[] More)
{
    private static readonly Domain[] All =
    [
        new("register", "src/Silo", "Register", ["Register", "Postgres", "Owner"], []),
        new("issuer", "src/Issuer", "Issuer", ["Issuer", "Postgres", "Owner"], []),
        new("owners", "src/Portal/Owners", "Portal", ["Portal", "Postgres"], []),
        new("authority", "src/Portal/Officials", "Portal", ["Portal", "Postgres"], []),
    ];

    /// <summary>The names.</summary>
    public static string[] Names { get; } = [.. All.Select(domain => domain.Name)];

    /// <summary>
    /// What a backup of keys holds: folders and files of the domain's folder. Never <c>daykeys</c>, with the list of erasures in it: a destroyed day key would
    /// come back, and an erasure would be forgotten.
    /// </summary>
    public static string[] KeyPlaces { get; } = ["keys", "trust", "protection-keys", "tls", "settings.json"];

    /// <summary>The file whose content tells one environment's backups from another's.</summary>
    private static string[] Identities { get; } = ["keys/signing.json", "keys/personal.json"];

    public static Domain Of(string name) =>
        All.FirstOrDefault(domain => domain.Name == name)
        ?? throw new CommandException($"'{name}' is not a domain: {string.Join(", ", Names)}.");

    /// <summary>The SQLite files below a domain's folder, those of days first: a facility is stored before its visits are.</summary>
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

    /// <summary>Thumbprints (RFC 7638) or digests of the keys that a store belongs to, by file; empty for a domain without keys.</summary>
    public static Dictionary<string, string> KeysOf(string folder) =>
        Identities
            .Where(file => File.Exists(Path.Combine(folder, file)))
            .ToDictionary(file => file, file => Digest.OfFile(Path.Combine(folder, file)));

    /// <summary>The database's owner on PostgreSQL; null on SQLite.</summary>
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
            var at = settings.RootElement;
            foreach (var name in OwnerPath)
            {
                // System.Text.Json's web defaults write the first letter small; configuration does not mind.
                if (at.ValueKind != JsonValueKind.Object || Member(at, name) is not { } next)
                {
                    return null;
                }
                at = next;
            }
            return at.GetString() is { Length: > 0 } text ? new DbConnectionStringBuilder { ConnectionString = text } : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new CommandException($"{file}: not readable as settings.");
        }
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
}

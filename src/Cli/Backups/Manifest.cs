using System.Text.Json;
using KiPass.Hosting.Files;

namespace KiPass.Cli.Backups;

/// <summary>What a backup's store is: files, or a dump for <c>pg_restore</c>; or the keys alone.</summary>
internal enum BackupKind
{
    Sqlite,
    Postgres,
    Keys,
}

/// <summary><c>manifest.json</c>, written last and at once: a backup without it was cut off and is none.</summary>
/// <param name="Format">1.</param>
/// <param name="Domain">See <see cref="Backups.Domain.Names"/>.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Environment">A random id that a domain's folder gets with its first backup.</param>
/// <param name="MadeAt">When it was begun, UTC.</param>
/// <param name="Database">The database's name on PostgreSQL.</param>
/// <param name="AuditEntries">How many entries the audit log had; null where there is none.</param>
/// <param name="Keys">Digests of the keys that this store belongs to, by file.</param>
/// <param name="Files">What it consists of.</param>
internal sealed record Manifest(
    int Format,
    string Domain,
    BackupKind Kind,
    Guid Environment,
    DateTimeOffset MadeAt,
    string? Database,
    long? AuditEntries,
    Dictionary<string, string> Keys,
    List<BackedUpFile> Files
)
{
    public const string FileName = "manifest.json";

    /// <summary>Days after which everything in a backup of a store is due for destruction, and it is not restored any more.</summary>
    public const int MostDays = 28;

    private const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Manifest Begin(Domain domain, BackupKind kind, Guid environment, DateTimeOffset now) =>
        new(CurrentFormat, domain.Name, kind, environment, now, null, null, [], []);

    /// <exception cref="CommandException">It is missing, damaged, or of another format.</exception>
    public static Manifest Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        if (!Directory.Exists(folder))
        {
            throw new CommandException($"{folder} does not exist.");
        }
        if (!File.Exists(file))
        {
            if (Directory.GetDirectories(folder).Where(Has).Order(StringComparer.Ordinal).LastOrDefault() is { } inside)
            {
                throw new CommandException($"{folder} holds backups and is none. Name one of them, such as {inside}.");
            }
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
            {
                throw new CommandException($"{folder} is empty.");
            }
            throw new CommandException($"{folder} is not a whole backup: {FileName} is missing, so it was cut off while it was made.");
        }
        try
        {
            var manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllText(file), Json)!;
            return manifest.Format == CurrentFormat
                ? manifest
                : throw new CommandException($"{file}: format {manifest.Format} is not one that this version reads.");
        }
        catch (JsonException)
        {
            throw new CommandException($"{file}: damaged; this is not a whole backup.");
        }
    }

    private static bool Has(string folder) => File.Exists(Path.Combine(folder, FileName));

    public void Write(string folder) =>
        PrivateFile.Replace(Path.Combine(folder, FileName), stream => JsonSerializer.Serialize(stream, this, Json));

    /// <summary>Checks every file against its length and digest.</summary>
    /// <exception cref="CommandException">One is missing or altered, or the manifest names a place outside.</exception>
    public void Verify(string folder)
    {
        foreach (var entry in Files)
        {
            var path = Path.GetFullPath(Path.Combine(folder, entry.Path));
            if (!path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new CommandException($"{folder}: the manifest names '{entry.Path}', which lies outside of the backup.");
            }
            if (!File.Exists(path))
            {
                throw new CommandException($"{folder} is not a whole backup: {entry.Path} is missing.");
            }
            if (new FileInfo(path).Length != entry.Bytes || Digest.OfFile(path) != entry.Sha256)
            {
                throw new CommandException($"{folder} is damaged: {entry.Path} is not what was backed up.");
            }
        }
    }
}

/// <param name="Path">Below the backup's folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">In hex.</param>
internal sealed record BackedUpFile(string Path, long Bytes, string Sha256);

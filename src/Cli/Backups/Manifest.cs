using System.Text;
using System.Text.Json;
using KiPass.Hosting.Files;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Backups;

/// <summary>Contents of a backup: store files, a dump for <c>pg_restore</c>, or keys only.</summary>
internal enum BackupKind
{
    Sqlite,
    Postgres,
    Keys,
}

/// <summary><c>manifest.json</c>, written atomically as the last file. A backup without it is incomplete.</summary>
/// <param name="Format">Format version, 1.</param>
/// <param name="Domain">Domain name; see <see cref="Backups.Domain.Names"/>.</param>
/// <param name="Kind">Contents of the backup.</param>
/// <param name="Environment">Random ID that a domain's folder gets with its first backup.</param>
/// <param name="MadeAt">Start of the backup, in UTC.</param>
/// <param name="Database">Database name on PostgreSQL.</param>
/// <param name="AuditEntries">Number of audit log entries; null without an audit log.</param>
/// <param name="Keys">Digests of the store's keys, by file.</param>
/// <param name="Files">Files of the backup.</param>
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

    /// <summary>The domain's signature of the manifest, which names the digest of every file.</summary>
    public const string SignatureName = "manifest.jws";

    /// <summary>Maximum age in days of a store backup. After that all its data is due for destruction and it cannot be restored.</summary>
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

    /// <exception cref="CommandException">The manifest is missing, damaged, or has another format version.</exception>
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

    /// <summary>Writes the manifest with the domain's signature, the manifest last.</summary>
    public void Write(string folder, ISigningKey? key)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, Json);
        if (key is not null)
        {
            PrivateFile.Replace(
                Path.Combine(folder, SignatureName),
                stream => stream.Write(Encoding.ASCII.GetBytes(SignedDigest.Sign(json, key)))
            );
        }
        PrivateFile.Replace(Path.Combine(folder, FileName), stream => stream.Write(json));
    }

    /// <summary>Whether the domain's key signed this backup's manifest; null if it has no signature.</summary>
    public static bool? IsSigned(string folder, EcJwk key)
    {
        var file = Path.Combine(folder, SignatureName);
        return File.Exists(file)
            ? SignedDigest.Verify(File.ReadAllText(file), File.ReadAllBytes(Path.Combine(folder, FileName)), key)
            : null;
    }

    /// <summary>Verifies the name, length and digest of every file.</summary>
    /// <exception cref="CommandException">A file is missing or altered, or the domain has no file of this name.</exception>
    public void Verify(string folder, Domain domain)
    {
        foreach (var entry in Files)
        {
            if (!domain.Holds(Kind, entry.Path))
            {
                throw new CommandException($"{folder}: the manifest names a file that no backup of {domain.Name} has.");
            }
            var path = Path.Combine(folder, entry.Path);
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

/// <param name="Path">Path relative to the backup's folder.</param>
/// <param name="Bytes">Length in bytes.</param>
/// <param name="Sha256">SHA-256 digest in hexadecimal.</param>
internal sealed record BackedUpFile(string Path, long Bytes, string Sha256);

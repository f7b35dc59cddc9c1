using System.CommandLine;
using System.Globalization;

namespace KiPass.Cli.Backups;

/// <summary><c>./kipass backup DOMAIN --to FOLDER [--keys]</c>: backs up one running domain's store, or its keys.</summary>
internal static class BackupCommand
{
    private const int DefaultKeepDays = 7;

    public static Command Create()
    {
        var domain = new Argument<string>("DOMAIN") { Description = string.Join(", ", Domain.Names) };
        var data = FolderOption.Data();
        var to = FolderOption.Required("--to", "The folder of the backups; each gets a folder of its own in it.");
        var keys = new Option<bool>("--keys") { Description = "The keys and what is pinned, instead of the store." };
        var keepDays = NumberOption.Create(
            "--keep-days",
            $"Older backups of this store are removed; 1 to {Manifest.MostDays}.",
            DefaultKeepDays,
            low: 1,
            high: Manifest.MostDays
        );
        var command = new Command("backup", "Back up one domain's store, or with --keys its keys.") { domain, data, to, keys, keepDays };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var backup = new Backup(
                    Domain.Of(parsed.GetValue(domain)!),
                    FolderOption.Existing(parsed.GetValue(data)!),
                    TimeProvider.System
                );
                var folder = await backup.Make(Path.GetFullPath(parsed.GetValue(to)!), parsed.GetValue(keys), cancellationToken);
                Console.WriteLine(folder);
                foreach (var removed in backup.RemoveOlder(Path.GetFullPath(parsed.GetValue(to)!), parsed.GetValue(keepDays)))
                {
                    Console.WriteLine($"removed {removed}");
                }
                return 0;
            }
        );
        return command;
    }
}

/// <summary>Creates and prunes backups of one domain.</summary>
internal sealed class Backup(Domain domain, string data, TimeProvider time)
{
    private const string NameFormat = "yyyyMMdd'T'HHmmss'Z'";

    private readonly string source = Path.Combine(data, domain.Name);

    /// <returns>Folder of the new backup.</returns>
    public async Task<string> Make(string parent, bool keysOnly, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(source))
        {
            throw new CommandException($"{data} holds no {domain.Name}: this machine has another domain, or --data names another folder.");
        }
        var now = time.GetUtcNow();
        var owner = domain.Owner(source);
        var kind =
            keysOnly ? BackupKind.Keys
            : owner is null ? BackupKind.Sqlite
            : BackupKind.Postgres;
        var name = $"{domain.Name}-{(keysOnly ? "keys-" : "")}{now.UtcDateTime.ToString(NameFormat, CultureInfo.InvariantCulture)}";
        var folder = Path.Combine(parent, name);
        if (Directory.Exists(folder))
        {
            throw new CommandException($"{folder} exists already.");
        }
        PrivateFiles.MakeFolder(folder);
        var manifest = Manifest.Begin(domain, kind, DomainEnvironment.ReadOrMake(source), now) with { Keys = Domain.KeysOf(source) };
        manifest = kind switch
        {
            BackupKind.Keys => CopyKeys(manifest, folder),
            BackupKind.Sqlite => CopySqlite(manifest, folder),
            _ => await DumpPostgres(manifest, folder, new PostgresDump(owner!), cancellationToken),
        };
        manifest.Files.AddRange(
            Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(file => new BackedUpFile(Path.GetRelativePath(folder, file), new FileInfo(file).Length, Digest.OfFile(file)))
        );
        if (manifest.Files.Count == 0)
        {
            Directory.Delete(folder, recursive: true);
            throw new CommandException(
                keysOnly
                    ? $"{source} holds no keys. Make them: ./kipass keys make {domain.Name} --data {data}"
                    : $"{source} holds no store yet: its program has not been started."
            );
        }
        manifest.Write(folder, Domain.SigningKey(source));
        return folder;
    }

    /// <summary>Deletes expired backups of this store. Key backups are kept until their operator deletes them.</summary>
    public List<string> RemoveOlder(string parent, int keepDays)
    {
        var oldest = time.GetUtcNow().AddDays(-keepDays);
        var environment = DomainEnvironment.ReadOrMake(source);
        var removed = new List<string>();
        foreach (var folder in Directory.GetDirectories(parent, $"{domain.Name}-*"))
        {
            if (
                File.Exists(Path.Combine(folder, Manifest.FileName))
                && Manifest.Read(folder) is { } known
                && known.Kind != BackupKind.Keys
                && known.Environment == environment
                && known.MadeAt < oldest
            )
            {
                Directory.Delete(folder, recursive: true);
                removed.Add(folder);
            }
        }
        return removed;
    }

    private Manifest CopyKeys(Manifest manifest, string folder)
    {
        foreach (var place in Domain.KeyPlaces.Select(place => Path.Combine(source, place)))
        {
            var files =
                File.Exists(place) ? [place]
                : Directory.Exists(place) ? Directory.GetFiles(place, "*", SearchOption.AllDirectories)
                : [];
            foreach (var file in files)
            {
                PrivateFiles.Copy(file, Path.Combine(folder, Path.GetRelativePath(source, file)));
            }
        }
        return manifest;
    }

    private Manifest CopySqlite(Manifest manifest, string folder)
    {
        long? entries = null;
        foreach (var file in domain.SqliteFiles(source))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(source, file));
            if (SqliteCopies.Copy(file, copy) && Path.GetFileName(file) == $"{domain.Name}.db")
            {
                entries = SqliteCopies.AuditEntries(copy);
            }
        }
        return manifest with { AuditEntries = entries };
    }

    private static async Task<Manifest> DumpPostgres(
        Manifest manifest,
        string folder,
        PostgresDump database,
        CancellationToken cancellationToken
    )
    {
        // Counted before the dump, so the dump contains at least this many.
        var entries = await database.AuditEntries(cancellationToken);
        await database.Dump(Path.Combine(folder, PostgresDump.FileName), cancellationToken);
        return manifest with { Database = database.Database, AuditEntries = entries };
    }
}

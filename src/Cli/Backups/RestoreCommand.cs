using System.CommandLine;
using System.Text.RegularExpressions;
using KiPass.Cli.Programs;
using KiPass.Hosting.Postgres;

namespace KiPass.Cli.Backups;

/// <summary><c>./kipass restore BACKUP [--replace]</c>: restores a backup of a stopped domain.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var from = FolderOption.Argument("BACKUP", "A folder that backup made.");
        var data = FolderOption.Data();
        var replace = new Option<bool>("--replace") { Description = "Lose what is stored there now." };
        var postgres = new Option<string?>("--postgres")
        {
            Description =
                $"A superuser's URL, or {PostgresUrl.Variable} in the environment: makes database and roles, if absent, for a dump.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(PostgresUrl.Variable),
        };
        PostgresOption.Check(postgres);
        var unsigned = new Option<bool>("--unsigned") { Description = "Accept a backup without a signature, from an older version." };
        var command = new Command("restore", "Put a domain's backup back. What was destroyed since is destroyed again at the next start.")
        {
            from,
            data,
            replace,
            postgres,
            unsigned,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var backup = Path.GetFullPath(parsed.GetValue(from)!);
                var restore = new Restore(
                    backup,
                    Path.GetFullPath(parsed.GetValue(data)!),
                    parsed.GetValue(replace),
                    parsed.GetValue(unsigned),
                    TimeProvider.System
                );
                await restore.Run(parsed.GetValue(postgres), cancellationToken);
                return 0;
            }
        );
        return command;
    }
}

/// <summary>Restores one backup. All checks run before any change.</summary>
internal sealed partial class Restore(string backup, string data, bool replace, bool unsigned, TimeProvider time)
{
    private readonly Manifest manifest = Manifest.Read(backup);

    // The manifest's own name is never part of a path.
    private Domain Domain => Domain.Of(manifest.Domain);

    private string Target => Path.Combine(data, Domain.Name);

    public async Task Run(string? superuser, CancellationToken cancellationToken)
    {
        RequireYoung();
        manifest.Verify(backup, Domain);
        RequireSameEnvironment();
        OpenFiles.RequireNone(Target);
        PrivateFiles.MakeFolder(Target);
        switch (manifest.Kind)
        {
            case BackupKind.Keys:
                // The keys sign their own backup: this shows that nobody changed a part of it.
                RequireSignature(backup);
                RestoreKeys();
                break;
            case BackupKind.Sqlite:
                RequireKeysThatFit();
                RequireSignature(Target);
                RestoreSqlite();
                break;
            default:
                RequireKeysThatFit();
                RequireSignature(Target);
                await RestorePostgres(superuser, cancellationToken);
                break;
        }
        DomainEnvironment.Write(Target, manifest.Environment);
        Console.WriteLine($"restored {manifest.Domain} as of {manifest.MadeAt:yyyy-MM-dd HH:mm:ss}Z to {Target}");
    }

    private void RequireYoung()
    {
        var age = time.GetUtcNow() - manifest.MadeAt;
        if (manifest.Kind != BackupKind.Keys && age > TimeSpan.FromDays(Manifest.MostDays))
        {
            throw new CommandException(
                $"{backup} was made {age.TotalDays:0} days ago: what it holds is due for destruction since {Manifest.MostDays} days after. Remove it."
            );
        }
    }

    private void RequireSameEnvironment()
    {
        if (DomainEnvironment.Read(Target) is { } here && here != manifest.Environment)
        {
            throw new CommandException(
                $"{backup} belongs to another environment ({manifest.Environment}; {Target} is {here}). Restore it to an empty folder."
            );
        }
    }

    private void RequireKeysThatFit()
    {
        var here = Domain.KeysOf(Target);
        foreach (var (file, digest) in manifest.Keys)
        {
            if (!here.TryGetValue(file, out var found))
            {
                throw new CommandException($"{Target}/{file} is missing: restore the keys first (a backup made with --keys).");
            }
            if (found != digest)
            {
                throw new CommandException(
                    $"{Target}/{file} is not the key that this backup belongs to: restore the keys of that time first."
                );
            }
        }
    }

    private void RequireSignature(string keys)
    {
        if (Domain.SigningKey(keys) is not { } key)
        {
            // A domain without a signing key cannot sign: an owners' portal from before it had one.
            return;
        }
        var isSigned = Manifest.IsSigned(backup, key.PublicKey);
        if (isSigned == false)
        {
            throw new CommandException($"{backup}: the manifest was not signed with the key of {Domain.Name} in {keys}.");
        }
        if (isSigned is null && !unsigned)
        {
            throw new CommandException(
                $"{backup} has no signature: it was made by an older version, or somebody removed the signature. If you know where it comes from, add --unsigned."
            );
        }
    }

    private void RestoreKeys()
    {
        var others = Domain.KeysOf(Target).Where(key => manifest.Keys.GetValueOrDefault(key.Key) != key.Value).Select(key => key.Key);
        if (!replace && others.FirstOrDefault() is { } other)
        {
            throw new CommandException($"{Target} has keys of its own, and {other} is another one. Name --replace to lose them.");
        }
        foreach (var file in manifest.Files)
        {
            PrivateFiles.Copy(Path.Combine(backup, file.Path), Path.Combine(Target, file.Path));
        }
    }

    private void RestoreSqlite()
    {
        var present = Domain.SqliteFiles(Target);
        if (Domain.Owner(Target) is not null)
        {
            throw new CommandException($"{Target}/settings.json names a database on PostgreSQL, and this backup holds SQLite files.");
        }
        if (present.Count > 0 && !replace)
        {
            throw new CommandException($"{Target} holds data{Newer(present)}. Name --replace to lose it.");
        }
        var drafts = Path.Combine(Target, "restoring");
        if (Directory.Exists(drafts))
        {
            Directory.Delete(drafts, recursive: true);
        }
        // Programs refuse to start on the store while this folder exists.
        foreach (var file in manifest.Files)
        {
            PrivateFiles.Copy(Path.Combine(backup, file.Path), Path.Combine(drafts, file.Path));
        }
        foreach (var file in present.SelectMany(file => new[] { file + "-wal", file + "-shm", file }))
        {
            File.Delete(file);
        }
        foreach (var file in manifest.Files)
        {
            var place = Path.Combine(Target, file.Path);
            PrivateFiles.MakeFolder(Path.GetDirectoryName(place)!);
            File.Move(Path.Combine(drafts, file.Path), place, overwrite: true);
        }
        Directory.Delete(drafts, recursive: true);
    }

    private string Newer(IReadOnlyList<string> present)
    {
        var main = present.FirstOrDefault(file => Path.GetFileName(file) == $"{manifest.Domain}.db");
        return main is not null && SqliteCopies.AuditEntries(main) - manifest.AuditEntries is { } more and > 0
            ? $", and its audit log has {more} entries more than this older backup"
            : "";
    }

    private async Task RestorePostgres(string? superuser, CancellationToken cancellationToken)
    {
        if (manifest.Database is null || !DatabaseName().IsMatch(manifest.Database))
        {
            throw new CommandException($"{backup}: the manifest names no database, or one that KiPass would not make.");
        }
        if (superuser is not null)
        {
            string[] arguments = ["provision", "--database", manifest.Database!];
            string[] place = [$"--{Domain.Section}:Data", Target, .. Domain.More];
            await DotnetProgram.RunOnce(
                manifest.Domain,
                BuiltPrograms.Assembly(Domain.Project),
                [.. arguments, .. place],
                input: null,
                cancellationToken,
                superuser
            );
        }
        var owner =
            Domain.Owner(Target)
            ?? throw new CommandException(
                $"{Target}/settings.json names no database, and this backup holds a dump: name a superuser's URL with --postgres."
            );
        var database = new PostgresDump(owner);
        if (database.Database != manifest.Database)
        {
            throw new CommandException(
                $"This dump is of database {manifest.Database}, and {Target}/settings.json names {database.Database}: their roles differ."
            );
        }
        if (!await database.IsEmpty(cancellationToken))
        {
            var more = await database.AuditEntries(cancellationToken) - manifest.AuditEntries;
            throw new CommandException(
                $"Database {database.Database} holds data{(more > 0 ? $", and its audit log has {more} entries more than this older backup" : "")}. Drop it first; a dump is restored into an empty one."
            );
        }
        await database.Restore(Path.Combine(backup, PostgresDump.FileName), cancellationToken);
    }

    // A name, never an option of a command or a part of SQL.
    [GeneratedRegex("^[a-z_][a-z0-9_]{0,62}\\z")]
    private static partial Regex DatabaseName();
}

using System.Text.Json;
using System.Text.Json.Nodes;
using KiPass.Cli.Tests.Fixtures;
using KiPass.Testing;
using KiPass.Tokens.Keys;
using Microsoft.Data.Sqlite;

namespace KiPass.Cli.Tests.Attacks;

/// <summary>Somebody hands an operator a backup that was changed, or that was never one.</summary>
public sealed class RestoreAttacks : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private string store = "";
    private string keys = "";

    private string Data => folder["data"];

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(Data, "issuer"));
        new DomainFolder(Path.Combine(Data, "issuer")).CreateKeys(withAgreement: true);
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "issuer", "issuer.db")};Pooling=false"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE something (id INTEGER); INSERT INTO something VALUES (1);";
            await command.ExecuteNonQueryAsync();
        }
        store = await Backup();
        keys = await Backup("--keys");
    }

    [Fact]
    public async Task An_unchanged_backup_is_restored()
    {
        Assert.Equal(0, (await Restore(keys, "elsewhere")).ExitCode);
        Assert.Equal(0, (await Restore(store, "elsewhere")).ExitCode);
        Assert.True(File.Exists(Path.Combine(folder["elsewhere"], "issuer", "issuer.db")));
    }

    [Theory]
    [InlineData("../home/.ssh")]
    [InlineData("/etc")]
    [InlineData("issuer/../../x")]
    [InlineData("")]
    [InlineData("ISSUER")]
    [Attack("A backup's manifest names a domain that is a path")]
    public async Task Nobody_writes_outside_a_domain_with_a_backup_of_another_name(string domain)
    {
        await Change(store, manifest => manifest["domain"] = domain);
        await Refused(store);
    }

    [Theory]
    [InlineData("../../authorized_keys")]
    [InlineData("/tmp/x")]
    [InlineData("visits/../../x.db")]
    [InlineData("visits/visits-2020.db/x")]
    [InlineData("keys/signing.json")]
    [InlineData("settings.json")]
    [InlineData("other.db")]
    [Attack("A backup's manifest names a file outside the store")]
    public async Task Nobody_writes_outside_a_store_with_a_backup_of_other_files(string file)
    {
        await Change(store, manifest => manifest["files"]![0]!["path"] = file);
        await Refused(store);
    }

    [Theory]
    [InlineData("environment.json")]
    [InlineData("keys/../../x")]
    [InlineData(".ssh/authorized_keys")]
    [InlineData("keys/.hidden")]
    [Attack("A backup of keys names a file that is no key")]
    public async Task Nobody_writes_outside_the_keys_with_a_backup_of_keys(string file)
    {
        await Change(keys, manifest => manifest["files"]![0]!["path"] = file);
        await Refused(keys);
    }

    [Fact, Attack("The files and the digests of a backup are replaced")]
    public async Task Nobody_puts_another_store_into_a_backup()
    {
        await Restore(keys, "elsewhere");
        var file = Path.Combine(store, "issuer.db");
        File.Copy(Path.Combine(Data, "issuer", "keys", "signing.json"), file, overwrite: true);
        await Change(
            store,
            manifest =>
            {
                manifest["files"]![0]!["bytes"] = new FileInfo(file).Length;
                manifest["files"]![0]!["sha256"] = Convert.ToHexStringLower(
                    System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))
                );
            }
        );
        Assert.Contains("was not signed", await Refused(store), StringComparison.Ordinal);
        File.Delete(Path.Combine(store, "manifest.jws"));
        Assert.Contains("has no signature", await Refused(store), StringComparison.Ordinal);
    }

    [Fact, Attack("A backup that another operator signed")]
    public async Task Nobody_restores_a_store_that_another_key_signed()
    {
        Directory.CreateDirectory(Path.Combine(folder["elsewhere"], "issuer"));
        new DomainFolder(Path.Combine(folder["elsewhere"], "issuer")).CreateKeys(withAgreement: true);
        await Refused(store);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> Backup(params string[] more)
    {
        var (exitCode, output, errors) = await CommandLine.Run(["backup", "issuer", "--data", Data, "--to", folder["backups"], .. more]);
        Assert.True(exitCode == 0, errors);
        return output.Trim();
    }

    private Task<(int ExitCode, string Output, string Errors)> Restore(string backup, string data) =>
        CommandLine.Run("restore", backup, "--data", folder[data]);

    // In one line, with nothing written anywhere.
    private async Task<string> Refused(string backup)
    {
        var before = Everything();
        var (exitCode, _, errors) = await Restore(backup, "elsewhere");
        Assert.Equal(2, exitCode);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(before, Everything());
        return errors;
    }

    private List<string> Everything() =>
        [.. Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static async Task Change(string backup, Action<JsonObject> change)
    {
        var file = Path.Combine(backup, "manifest.json");
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject();
        change(manifest);
        await File.WriteAllTextAsync(file, manifest.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }
}

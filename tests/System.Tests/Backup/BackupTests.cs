using System.Text.Json.Nodes;
using KiPass.SystemTests.Visits;
using KiPass.Testing;

namespace KiPass.SystemTests.Backup;

/// <summary>Backups of a running installation with the manual's commands, restored on a machine that has nothing; and backups that are none.</summary>
public sealed class BackupTests
{
    private static readonly string[] Domains = ["register", "issuer", "owners", "authority"];

    [Fact]
    public async Task A_restored_installation_works_and_invalid_backups_are_refused_with_a_reason()
    {
        using var places = new TemporaryFolder();
        var data = places["data"];
        await using var stack = await KiPassStack.Start(demo: true, data: data);
        var visitor = new DemoVisitor(stack.Issuer, stack.Demo.GetProperty("visitors")[0]);
        var code = stack.Demo.GetProperty("facilities")[0].GetProperty("pairingCodes")[0].GetString()!;
        using var device = await ScannerDevice.Pair(stack.Register, code);
        var pass = await visitor.Pass();
        var scanId = Guid.NewGuid();
        var scanned = await device.Scan(pass, scanId);
        Assert.Equal("accepted", scanned.Code);

        await ManualScript.Run("backup", Variables());

        var backups = Directory.GetDirectories(places["backups"]);
        Assert.Equal(8, backups.Length);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(places["backups"], "*", SearchOption.AllDirectories),
            file => file.Contains("daykeys", StringComparison.Ordinal) || file.Contains("erased", StringComparison.Ordinal)
        );
        var stores = backups.Where(folder => !Path.GetFileName(folder).Contains("-keys-", StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(
            stores.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)),
            file => file.Contains("keys/", StringComparison.Ordinal)
        );
        await Refused("has .* open. Stop it first", "restore", Of("register"), "--data", data, "--replace");
        await stack.DisposeAsync();
        await BadBackupsAreRefused(places, data, Of);

        // A machine that has nothing but the folder that lies outside of backups.
        Copy(Path.Combine(data, "issuer", "daykeys"), places["new/issuer/daykeys"]);
        var moved = Variables();
        moved["DATA"] = places["new"];
        foreach (var domain in Domains)
        {
            (moved["KEYS"], moved["BACKUP"]) = (Of($"{domain}-keys"), Of(domain));
            await ManualScript.Run("restore", moved);
        }
        await using var restored = await KiPassStack.Start(data: places["new"], portBase: stack.PortBase);
        var again = await device.Scan(pass, scanId, scanned.Body.GetProperty("enteredAt").GetDateTimeOffset());
        Assert.Equal((200, "accepted", true), (again.Status, again.Code, again.Repeated));
        Assert.Equal("accepted", (await device.Scan(await visitor.Pass(), Guid.NewGuid())).Code);

        Dictionary<string, string> Variables() => new() { ["DATA"] = data, ["BACKUPS"] = places["backups"] };

        string Of(string domain) => Directory.GetDirectories(places["backups"]).Single(folder => Path.GetFileName(folder)[..^17] == domain);
    }

    private static async Task BadBackupsAreRefused(TemporaryFolder places, string data, Func<string, string> of)
    {
        var good = of("register");

        var cutOff = Changed("cut-off", folder => File.Delete(Path.Combine(folder, "manifest.json")));
        await Refused("not a whole backup: manifest.json is missing", "restore", cutOff, "--data", data, "--replace");

        var half = Changed("half", folder => File.WriteAllText(Path.Combine(folder, "manifest.json"), "{\"format\":1,"));
        await Refused("damaged; this is not a whole backup", "restore", half, "--data", data, "--replace");

        var missing = Changed("missing", folder => File.Delete(Path.Combine(folder, "register.db")));
        await Refused("register.db is missing", "restore", missing, "--data", data, "--replace");

        var altered = Changed(
            "altered",
            folder =>
            {
                using var file = File.OpenWrite(Path.Combine(folder, "register.db"));
                file.Seek(5000, SeekOrigin.Begin);
                file.Write("kipass"u8);
            }
        );
        await Refused("register.db is not what was backed up", "restore", altered, "--data", data, "--replace");

        var old = Changed("old", folder => Set(folder, "madeAt", TimeProvider.System.GetUtcNow().AddDays(-29)));
        await Refused("was made 29 days ago", "restore", old, "--data", data, "--replace");

        var foreign = Changed("foreign", folder => Set(folder, "environment", Guid.NewGuid()));
        await Refused("belongs to another environment", "restore", foreign, "--data", data, "--replace");

        var outside = Changed(
            "outside",
            folder =>
                Set(
                    folder,
                    "files",
                    new[]
                    {
                        new
                        {
                            path = "../x",
                            bytes = 1,
                            sha256 = "",
                        },
                    }
                )
        );
        await Refused("names a file that no backup of register has", "restore", outside, "--data", data, "--replace");

        await Refused("does not exist", "restore", places["nowhere"], "--data", data);
        await Refused("Name --replace to lose it", "restore", good, "--data", data);
        await Refused("keys/signing.json is missing: restore the keys first", "restore", good, "--data", places["empty"]);
        await Refused("is not a domain", "backup", "everything", "--data", data, "--to", places["backups"]);

        // Keys of another issuer: refused by restore, and by the issuer's own start.
        Copy(Path.Combine(data, "issuer"), places["other/issuer"]);
        var personal = Path.Combine(places["other"], "issuer", "keys", "personal.json");
        var key = JsonNode.Parse(await File.ReadAllTextAsync(personal))!;
        var member = key.AsObject().First(entry => entry.Value!.GetValue<string>().Length >= 43).Key;
        key[member] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        await File.WriteAllTextAsync(personal, key.ToJsonString());
        await Refused("personal.json is not the key", "restore", of("issuer"), "--data", places["other"], "--replace");
        Directory.CreateDirectory(Path.Combine(data, "owners", "restoring"));
        await Refused("a restore was interrupted", "up", "--data", data, "--port-base", $"{FreePorts.NextBlock(6)}");
        Directory.Delete(Path.Combine(data, "owners", "restoring"));

        string Changed(string name, Action<string> change)
        {
            Copy(good, places[name]);
            change(places[name]);
            return places[name];
        }

        static void Set<T>(string folder, string member, T value)
        {
            var file = Path.Combine(folder, "manifest.json");
            var manifest = JsonNode.Parse(File.ReadAllText(file))!;
            manifest[member] = System.Text.Json.JsonSerializer.SerializeToNode(value);
            File.WriteAllText(file, manifest.ToJsonString());
        }
    }

    private static async Task Refused(string reason, params string[] command)
    {
        var (exitCode, output) = await KiPassStack.Command(command);
        Assert.Equal(2, exitCode);
        Assert.Matches(reason, output);
        Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

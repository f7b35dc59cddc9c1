using System.Diagnostics;
using System.Text.Json;
using KiPass.Silo.Tests.Hosting;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.KeyStatements;

namespace KiPass.Silo.Tests.Trust;

public sealed class TrustTests(Registers registers)
{
    private static readonly TimeSpan InForceWithin = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Applies_issuer_pin_changes_within_5_seconds_and_ignores_damaged_files()
    {
        var register = registers.On(Store.Sqlite);
        var device = await register.NewDevice();
        var added = new IssuerUnderTest(77, register.Folder);
        var file = Path.Combine(register.Folder.IssuersPath, "77.json");
        Assert.Equal("pass-not-authentic", (await Scan(added)).Code);
        added.PinAt(register.Folder);
        await Eventually.True(async () => (await Scan(added)).Code == "ok", "the new issuer is trusted", InForceWithin);

        // Another issuer's pinning shows that the folder was read after the damage.
        await File.WriteAllTextAsync(file, "{ half a fi");
        var later = new IssuerUnderTest(78, register.Folder);
        later.PinAt(register.Folder);
        await Eventually.True(async () => (await Scan(later)).Code == "ok", "the later issuer is trusted", InForceWithin);
        Assert.Equal("ok", (await Scan(added)).Code);

        File.Delete(file);
        await Eventually.True(
            async () => (await Scan(added)).Code == "pass-not-authentic",
            "the removed issuer is forgotten",
            InForceWithin
        );
        File.Delete(Path.Combine(register.Folder.IssuersPath, "78.json"));

        Task<ApiAnswer> Scan(IssuerUnderTest issuer) => device.Scan(issuer.PassAt(register.Now));
    }

    [Fact]
    public async Task A_replaced_issuer_key_takes_effect()
    {
        var register = registers.On(Store.Sqlite);
        var device = await register.NewDevice();
        var before = new IssuerUnderTest(79, register.Folder);
        before.PinAt(register.Folder);
        await Eventually.True(
            async () => (await device.Scan(before.PassAt(register.Now))).Code == "ok",
            "the issuer is trusted",
            InForceWithin
        );
        var after = new IssuerUnderTest(79, register.Folder);
        after.PinAt(register.Folder);
        await Eventually.True(
            async () => (await device.Scan(after.PassAt(register.Now))).Code == "ok",
            "its new key is trusted",
            InForceWithin
        );
        Assert.Equal("pass-not-authentic", (await device.Scan(before.PassAt(register.Now))).Code);
    }

    [Fact]
    public async Task Detects_a_key_file_remounted_by_Kubernetes()
    {
        await using var register = await RegisterUnderTest.Start(Store.Sqlite);
        using var client = register.Client();
        var trust = Path.Combine(register.Folder.Path, "trust");
        // As the kubelet lays files out: a link at the path, a link to a folder behind it, and only that one is turned.
        Mount("..first", File.ReadAllBytes(Path.Combine(trust, "authority.json")));
        File.Delete(Path.Combine(trust, "authority.json"));
        File.CreateSymbolicLink(Path.Combine(trust, "authority.json"), Path.Combine("..data", "authority.json"));
        // Twice: the first time the link itself is new.
        await Turn("..second");
        await Turn("..third");

        async Task Turn(string name)
        {
            using var other = new TemporaryFolder();
            var authority = new DomainFolder(other["authority"]);
            authority.CreateKeys(withAgreement: false);
            var fresh = new TrustedAuthority(authority.SigningKey().Public(), authority.EncryptionKey().Public());
            authority.Pin(fresh);
            Mount(name, File.ReadAllBytes(Path.Combine(other["authority"], "trust", "authority.json")));
            await Eventually.True(
                async () =>
                    (await client.Get("/.well-known/kipass.json"))
                        .Body.GetProperty("authority")
                        .GetProperty("signingKey")
                        .GetProperty("x")
                        .GetString() == fresh.SigningKey.X,
                $"the key of {name} is in force",
                InForceWithin
            );
        }

        void Mount(string name, byte[] content)
        {
            Directory.CreateDirectory(Path.Combine(trust, name));
            File.WriteAllBytes(Path.Combine(trust, name, "authority.json"), content);
            Directory.CreateSymbolicLink(Path.Combine(trust, "..turned"), name);
            using var turn = Process.Start("mv", ["-T", Path.Combine(trust, "..turned"), Path.Combine(trust, "..data")]);
            turn.WaitForExit();
        }
    }

    [Fact]
    public async Task Serves_the_statements_that_announce_the_authoritys_key()
    {
        await using var register = await RegisterUnderTest.Start(Store.Sqlite);
        var device = await register.NewDevice();
        Assert.Empty((await device.Client.Get("/v1/facility")).Body.GetProperty("keyStatements").EnumerateArray());
        using var other = new TemporaryFolder();
        var authority = new DomainFolder(other["authority"]);
        authority.CreateKeys(withAgreement: false);
        var signing = new FileSigningKey(authority.SigningKey());
        KeyAnnouncement.Announce(authority, signing, authority.EncryptionKey(), KoreanDay.Of(register.Now));
        register.Folder.Pin(KeyAnnouncement.PublicKeys(authority));

        await Eventually.True(
            async () => Statements((await device.Client.Get("/v1/facility")).Body).Count == 1,
            "the new chain is in force",
            InForceWithin
        );
        var body = (await device.Client.Get("/v1/facility")).Body;
        var newest = KeyChain.Follow(signing.PublicKey, Statements(body))!;
        Assert.Equal(newest.EncryptionKey, body.GetProperty("authorityKey").Deserialize<EcJwk>());
        using var client = register.Client();
        Assert.Equal(Statements(body), Statements((await client.Get("/.well-known/kipass.json")).Body.GetProperty("authority")));

        static List<string> Statements(JsonElement answer) =>
            [.. answer.GetProperty("keyStatements").EnumerateArray().Select(statement => statement.GetString()!)];
    }

    [Fact]
    public async Task Shows_public_keys_without_private_parts()
    {
        var register = registers.On(Store.Sqlite);
        using var client = register.Client();
        var keys = (await client.Get("/.well-known/kipass.json")).Body;
        Assert.Equal(register.Folder.SigningKey().X, keys.GetProperty("register").GetProperty("signingKey").GetProperty("x").GetString());
        Assert.Equal(
            register.Folder.EncryptionKey().X,
            keys.GetProperty("register").GetProperty("encryptionKey").GetProperty("x").GetString()
        );
        Assert.Equal(
            register.Folder.AgreementKeys().Keys[0].Key.X,
            keys.GetProperty("register").GetProperty("agreementKey").GetProperty("x").GetString()
        );
        Assert.Equal(
            register.Folder.Authority().SigningKey.X,
            keys.GetProperty("authority").GetProperty("signingKey").GetProperty("x").GetString()
        );
        Assert.DoesNotContain("\"d\"", keys.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_endpoint_returns_the_registers_time()
    {
        var register = registers.On(Store.Sqlite);
        using var client = register.Client();
        var answer = await client.Get("/v1/time");
        Assert.InRange((register.Now - answer.Instant("utc")).TotalSeconds, -1, 5);
    }
}

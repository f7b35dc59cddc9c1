using System.Text.Json;
using KiPass.Cli.Tests.Fixtures;
using KiPass.Testing;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Tests.Keys;

public sealed class PinCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DomainFolder issuer;

    public PinCommandTests()
    {
        Directory.CreateDirectory(folder["issuer"]);
        issuer = new DomainFolder(folder["issuer"]);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Rotating_the_authority_encryption_key_does_not_require_replace()
    {
        var before = new TrustedAuthority(IssuerFile.Key(), IssuerFile.Key());
        var after = before with { EncryptionKey = IssuerFile.Key() };
        await Pin("authority", before);

        var (exitCode, _, errors) = await Pin("authority", after);

        Assert.Equal(0, exitCode);
        Assert.Contains(
            $"encryption  {before.EncryptionKey.Thumbprint} {after.EncryptionKey.Thumbprint}",
            errors,
            StringComparison.Ordinal
        );
        Assert.Equal(after.EncryptionKey, issuer.Authority().EncryptionKey);
    }

    [Fact]
    public async Task Pinning_a_different_authority_signing_key_requires_replace()
    {
        var before = new TrustedAuthority(IssuerFile.Key(), IssuerFile.Key());
        var after = before with { SigningKey = IssuerFile.Key() };
        await Pin("authority", before);

        var (exitCode, _, errors) = await Pin("authority", after);

        Assert.Equal(2, exitCode);
        Assert.Contains($"signing     {before.SigningKey.Thumbprint} {after.SigningKey.Thumbprint}", errors, StringComparison.Ordinal);
        Assert.Equal(before.SigningKey, issuer.Authority().SigningKey);
        Assert.Equal(0, (await Pin("authority", after, "--replace")).ExitCode);
        Assert.Equal(after.SigningKey, issuer.Authority().SigningKey);
    }

    [Fact]
    public async Task Pinning_different_register_keys_requires_replace()
    {
        var before = new TrustedRegister(new AgreementKeys(IssuerFile.Key()), IssuerFile.Key(), IssuerFile.Key());
        var after = before with { AgreementKey = new AgreementKeys(IssuerFile.Key()) };
        await Pin("register", before);

        Assert.Equal(2, (await Pin("register", after)).ExitCode);

        Assert.Equal(before.AgreementKey.Keys, issuer.Register().AgreementKey.Keys);
        Assert.Equal(0, (await Pin("register", after, "--replace")).ExitCode);
        Assert.Equal(after.AgreementKey.Keys, issuer.Register().AgreementKey.Keys);
    }

    [Fact]
    public async Task The_owners_portal_makes_one_key_that_the_register_pins()
    {
        Directory.CreateDirectory(folder["register"]);
        var register = new DomainFolder(folder["register"]);
        Assert.Equal(0, (await CommandLine.Run("keys", "make", "owners", "--data", folder.Path)).ExitCode);
        var key = new DomainFolder(folder["owners"]).SigningKey();
        Assert.Equal([folder["owners/keys/signing.json"]], Directory.GetFiles(folder["owners/keys"]));

        var (_, shown, thumbprint) = await CommandLine.Run("owners", "show", "--data", folder.Path);
        await File.WriteAllTextAsync(folder["owners.json"], shown);
        var (exitCode, output, _) = await CommandLine.Run("owners", "pin", folder["owners.json"], "--data", folder.Path);

        Assert.Equal(0, exitCode);
        Assert.Equal(key.Public(), register.Owners().SigningKey);
        Assert.Equal($"signing     {key.Thumbprint}\n", thumbprint);
        Assert.Contains(thumbprint, output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"d\"", shown, StringComparison.Ordinal);
        Assert.Equal(2, (await Pin("owners", new TrustedOwners(IssuerFile.Key()))).ExitCode);
        Assert.Equal(2, (await Pin("owners", new TrustedOwners(key), "--replace")).ExitCode);
        Assert.Equal(key.Public(), register.Owners().SigningKey);
    }

    /// <summary>Each cause has its own message, and the command that repairs it.</summary>
    [Theory]
    [InlineData("/absent does not exist. Name the folder of the domains with --data.", "register", "show", "--data", "/absent")]
    [InlineData("/absent does not exist. Name the folder of the domains with --data.", "audit", "verify", "--data", "/absent")]
    [InlineData("/absent/nothing.json: the file is missing.", "authority", "pin", "/absent/nothing.json", "--data", "DATA")]
    [InlineData("DATA: not readable, because it is a folder.", "authority", "pin", "DATA", "--data", "DATA")]
    [InlineData("DATA holds none of register, issuer and authority.", "audit", "verify", "--data", "DATA/issuer")]
    [InlineData(
        "DATA/register/keys/agreement.json: the file is missing. DATA/register does not exist: name another folder, or make the domain's keys: ./kipass keys make register --data DATA",
        "register",
        "show",
        "--data",
        "DATA"
    )]
    [InlineData(
        "DATA/issuer/keys/agreement.json: the file is missing. This domain has no keys yet. Make them: ./kipass keys make issuer --data DATA",
        "issuer",
        "show",
        "--number",
        "1",
        "--name",
        "a",
        "--url",
        "https://a.example",
        "--data",
        "DATA"
    )]
    [InlineData("DATA/backups does not exist.", "restore", "DATA/backups", "--data", "DATA")]
    [InlineData("DATA/empty is empty.", "restore", "DATA/empty", "--data", "DATA")]
    [InlineData(
        "DATA/issuer holds no keys. Make them: ./kipass keys make issuer --data DATA",
        "backup",
        "issuer",
        "--keys",
        "--to",
        "DATA/b",
        "--data",
        "DATA"
    )]
    [InlineData(
        "DATA/issuer holds no store yet: its program has not been started.",
        "backup",
        "issuer",
        "--to",
        "DATA/b",
        "--data",
        "DATA"
    )]
    [InlineData(
        "DATA holds no owners: this machine has another domain, or --data names another folder.",
        "backup",
        "owners",
        "--to",
        "DATA/b",
        "--data",
        "DATA"
    )]
    public async Task A_key_error_message_states_its_cause_and_the_repair_command(string line, params string[] arguments)
    {
        Directory.CreateDirectory(folder["empty"]);
        line = line.Replace("DATA holds none", "DATA/issuer holds none", StringComparison.Ordinal);

        var (exitCode, _, errors) = await CommandLine.Run([
            .. arguments.Select(argument => argument.Replace("DATA", folder.Path, StringComparison.Ordinal)),
        ]);

        Assert.StartsWith($"kipass: {line.Replace("DATA", folder.Path, StringComparison.Ordinal)}", errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task Restoring_from_a_folder_of_backups_suggests_the_newest_backup()
    {
        new DomainFolder(folder["register"]).CreateKeys(withAgreement: true);
        await CommandLine.Run("backup", "register", "--keys", "--to", folder["backups"], "--data", folder.Path);
        var made = Assert.Single(Directory.GetDirectories(folder["backups"]));

        var (exitCode, _, errors) = await CommandLine.Run("restore", folder["backups"], "--data", folder.Path);

        Assert.Equal($"kipass: {folder["backups"]} holds backups and is none. Name one of them, such as {made}.\n", errors);
        Assert.Equal(2, exitCode);
    }

    private Task<(int ExitCode, string Output, string Errors)> Pin<T>(string peer, T keys, params string[] more)
    {
        File.WriteAllText(folder["handed.json"], JsonSerializer.Serialize(keys));
        return CommandLine.Run([peer, "pin", folder["handed.json"], "--data", folder.Path, .. more]);
    }
}

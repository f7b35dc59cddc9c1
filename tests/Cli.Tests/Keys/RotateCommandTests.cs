using KiPass.Cli.Tests.Fixtures;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.KeyStatements;

namespace KiPass.Cli.Tests.Keys;

/// <summary><c>./kipass keys rotate authority-signing</c>, and pinning the new key at the others.</summary>
public sealed class RotateCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DomainFolder authority;
    private readonly DomainFolder register;

    public RotateCommandTests()
    {
        authority = new DomainFolder(folder["authority"]);
        authority.CreateKeys(withAgreement: false);
        authority.Pin(IssuerFile.Issuer(7));
        Directory.CreateDirectory(folder["register"]);
        register = new DomainFolder(folder["register"]);
        register.Pin(KeyAnnouncement.PublicKeys(authority));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Rotation_names_both_thumbprints_and_the_commands_for_each_peer()
    {
        var before = authority.SigningKey();

        var (exitCode, output, errors) = await Rotate();

        Assert.Equal((0, ""), (exitCode, errors));
        var after = authority.SigningKey();
        Assert.NotEqual(before, after);
        Assert.Contains($"before      {before.Thumbprint}\nsigning     {after.Thumbprint}\n", output, StringComparison.Ordinal);
        Assert.Contains($"./kipass authority show --data {folder.Path} > authority.json", output, StringComparison.Ordinal);
        Assert.Contains("./kipass authority pin authority.json", output, StringComparison.Ordinal);
        Assert.Contains("at the register; at issuer 7, 한빛패스\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain(before.D!, await AllFiles(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_new_key_is_pinned_without_replace()
    {
        await Rotate();
        await Rotate();
        Assert.NotEqual(authority.SigningKey().Public(), register.Authority().SigningKey);

        Assert.Equal(0, (await Pin(KeyAnnouncement.PublicKeys(authority))).ExitCode);

        Assert.Equal(authority.SigningKey().Public(), register.Authority().SigningKey);
    }

    [Fact]
    [Attack("A key outside the authority's chain is handed over as its next one")]
    public async Task Nobody_gets_a_key_pinned_that_does_not_follow_from_the_pinned_one()
    {
        var pinned = register.Authority();
        await Rotate();
        var own = new DomainFolder(folder["own"]);
        own.CreateKeys(withAgreement: false);
        KeyAnnouncement.Announce(
            own,
            new FileSigningKey(own.SigningKey()),
            own.EncryptionKey(),
            KoreanDay.Of(TimeProvider.System.GetUtcNow())
        );
        var forged = KeyAnnouncement.PublicKeys(own);
        IReadOnlyList<string> spliced = [.. authority.KeyStatements(), .. forged.KeyStatements!];

        foreach (var handed in new[] { forged, forged with { KeyStatements = spliced }, forged with { KeyStatements = null } })
        {
            Assert.Equal(2, (await Pin(handed)).ExitCode);
            Assert.Equal(pinned.SigningKey, register.Authority().SigningKey);
        }
    }

    [Theory]
    [InlineData("'register' is not rotated by this command, only authority-signing.", "register")]
    [InlineData("'authority' is not rotated by this command, only authority-signing.", "authority")]
    [InlineData("/absent does not exist.", "authority-signing", "--data", "/absent")]
    [InlineData("DATA/empty/authority/keys/signing.json: the file is missing.", "authority-signing", "--data", "DATA/empty")]
    [InlineData("Required argument 'KEY' missing for command")]
    public async Task A_wrong_rotation_is_refused_in_one_line_and_changes_nothing(string line, params string[] arguments)
    {
        Directory.CreateDirectory(folder["empty"]);
        var before = await AllFiles();
        string[] data = arguments.Contains("--data") ? [] : ["--data", folder.Path];

        var (exitCode, _, errors) = await CommandLine.Run([
            "keys",
            "rotate",
            .. arguments.Select(argument => argument.Replace("DATA", folder.Path, StringComparison.Ordinal)),
            .. data,
        ]);

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"kipass: {line.Replace("DATA", folder.Path, StringComparison.Ordinal)}", errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(before, await AllFiles());
    }

    [Fact]
    public async Task Damaged_key_statements_stop_a_rotation()
    {
        await File.WriteAllTextAsync(folder["authority/keys/statements.json"], "[\"a.b");
        var before = authority.SigningKey();

        var (exitCode, _, errors) = await Rotate();

        Assert.Equal(2, exitCode);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(before, authority.SigningKey());
    }

    private Task<(int ExitCode, string Output, string Errors)> Rotate() =>
        CommandLine.Run("keys", "rotate", "authority-signing", "--data", folder.Path);

    private Task<(int ExitCode, string Output, string Errors)> Pin(TrustedAuthority keys)
    {
        File.WriteAllText(folder["handed.json"], System.Text.Json.JsonSerializer.Serialize(keys));
        return CommandLine.Run("authority", "pin", folder["handed.json"], "--data", folder.Path);
    }

    private async Task<string> AllFiles()
    {
        var files = Directory.GetFiles(folder["authority"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        return string.Concat(await Task.WhenAll(files.Select(async file => file + await File.ReadAllTextAsync(file))));
    }
}

using KiPass.Testing;
using KiPass.Tokens.Keys;

namespace KiPass.SystemTests.Keys;

/// <summary>The manual's commands pin a rotated authority key at the register and the issuer, and reject invalid key files.</summary>
public sealed class RotationTests
{
    [Fact]
    public async Task The_manuals_commands_pin_a_rotated_authority_key()
    {
        using var folder = new TemporaryFolder();
        var authority = new DomainFolder(folder["authority"]);
        authority.CreateKeys(withAgreement: false);
        var others = new[] { "register", "issuer" }.Select(name => new DomainFolder(folder[name])).ToList();
        foreach (var other in others)
        {
            other.CreateKeys(withAgreement: true);
            other.Pin(new TrustedAuthority(authority.SigningKey().Public(), authority.EncryptionKey().Public()));
        }
        var fresh = authority.RotateEncryptionKey().Thumbprint;
        Assert.All(others, other => Assert.NotEqual(fresh, other.Authority().EncryptionKey.Thumbprint));

        var printed = await ManualScript.Run("authority-keys", new Dictionary<string, string> { ["DATA"] = folder.Path });

        Assert.All(others, other => Assert.Equal(fresh, other.Authority().EncryptionKey.Thumbprint));
        Assert.All(others, other => Assert.Equal(authority.SigningKey().Thumbprint, other.Authority().SigningKey.Thumbprint));
        // Said on both sides, to be compared.
        Assert.Equal(2, printed.Split($"encryption  {fresh}").Length - 1);
    }

    [Fact]
    public async Task Authority_pin_rejects_invalid_key_files_with_one_line()
    {
        using var folder = new TemporaryFolder();
        var authority = new DomainFolder(folder["authority"]);
        authority.CreateKeys(withAgreement: false);
        var signing = await File.ReadAllTextAsync(Path.Combine(authority.Path, "keys", "signing.json"));
        await File.WriteAllTextAsync(folder["private.json"], $$"""{"signingKey":{{signing}},"encryptionKey":{{signing}}}""");
        await File.WriteAllTextAsync(folder["half.json"], """{"signingKey":""");
        await File.WriteAllTextAsync(
            folder["public.json"],
            (await KiPassStack.Command("authority", "show", "--data", folder.Path)).Output.Split("signing  ")[0]
        );

        await Refused("public keys only", "private.json");
        await Refused("not readable", "half.json");
        await Refused("file is missing", "nothing.json");
        await Refused("neither a register nor an issuer", "public.json");
        Assert.Equal(2, (await KiPassStack.Command("authority", "show", "--data", folder["empty"])).ExitCode);

        async Task Refused(string reason, string file)
        {
            var (exitCode, output) = await KiPassStack.Command("authority", "pin", folder[file], "--data", folder.Path);
            Assert.Equal(2, exitCode);
            Assert.Contains(reason, output, StringComparison.Ordinal);
            Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }
}

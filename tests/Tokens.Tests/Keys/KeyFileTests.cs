using KiPass.Testing;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Tests.Keys;

/// <summary>Why a file of keys cannot be used: each cause has its own message, which names the command that repairs it.</summary>
public sealed class KeyFileTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly DomainFolder folder;

    public KeyFileTests() => folder = new DomainFolder(temporary["authority"]);

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Distinguishes_a_missing_folder_a_domain_without_keys_and_a_lost_key()
    {
        var file = temporary["authority/keys/signing.json"];
        var make = $"./kipass keys make authority --data {temporary.Path}";
        Assert.Equal(
            $"{file}: the file is missing. {folder.Path} does not exist: name another folder, or make the domain's keys: {make}",
            Fault(() => folder.SigningKey())
        );

        Directory.CreateDirectory(folder.Path);
        Assert.Equal($"{file}: the file is missing. This domain has no keys yet. Make them: {make}", Fault(() => folder.SigningKey()));

        folder.CreateKeys(withAgreement: false);
        File.Delete(file);
        Assert.Equal(
            $"{file}: the file is missing. Restore it with the backup of the keys: ./kipass restore BACKUP --data {temporary.Path}",
            Fault(() => folder.SigningKey())
        );
    }

    [Fact]
    public void An_unpinned_peer_is_reported_with_pinning_instructions()
    {
        folder.CreateKeys(withAgreement: false);

        Assert.Equal(
            $"{temporary["authority/trust/register.json"]}: the file is missing. The register is not pinned here. "
                + $"Pin it: ./kipass register pin FILE.json --data {temporary.Path}",
            Fault(() => folder.Register())
        );
        Assert.Contains("./kipass authority pin FILE.json", Fault(() => folder.Authority()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_public_key_file_is_reported_without_restore_instructions()
    {
        var file = temporary["handed.json"];

        Assert.Equal($"{file}: the file is missing.", Fault(() => DomainFolder.ReadAuthorityFile(file)));
        Directory.CreateDirectory(file);
        Assert.Equal($"{file}: not readable, because it is a folder.", Fault(() => DomainFolder.ReadAuthorityFile(file)));
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("{\n\"signingKey\":", "it is not JSON (line 2)")]
    [InlineData("null", "its value does not fit")]
    [InlineData("[]", "its value does not fit")]
    [InlineData("{}", "'signingKey' is missing")]
    [InlineData("""{"signingKey":KEY}""", "'encryptionKey' is missing")]
    [InlineData("""{"signingKey":null,"encryptionKey":KEY}""", "'signingKey' is missing")]
    [InlineData("""{"signingKey":{"kty":"EC","crv":"P-256","x":"AA"},"encryptionKey":KEY}""", "'signingKey.y' is missing")]
    [InlineData("""{"signingKey":KEY,"encryptionKey":7}""", "'encryptionKey' has a value that does not fit")]
    [InlineData(
        """{"signingKey":KEY,"encryptionKey":{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}}""",
        "'encryptionKey' has a value that does not fit"
    )]
    public void Reports_the_invalid_member_of_a_public_key_file(string text, string reason)
    {
        var file = temporary["handed.json"];
        File.WriteAllText(
            file,
            text.Replace("KEY", System.Text.Json.JsonSerializer.Serialize(EcJwk.Create().Public()), StringComparison.Ordinal)
        );

        Assert.Equal($"{file}: not readable as the authority's public keys: {reason}.", Fault(() => DomainFolder.ReadAuthorityFile(file)));
    }

    [Theory]
    [InlineData("""[{"fromDay":"2020-06-10"}]""", "'key' is missing")]
    [InlineData("""[{"key":KEY}]""", "'fromDay' is missing")]
    [InlineData("""{"kty":"EC","crv":"P-256","y":"AA"}""", "'x' is missing")]
    [InlineData("[]", "its value does not fit")]
    public void Reports_the_invalid_member_of_agreement_keys(string text, string reason)
    {
        Directory.CreateDirectory(temporary["authority/keys"]);
        File.WriteAllText(
            temporary["authority/keys/agreement.json"],
            text.Replace("KEY", System.Text.Json.JsonSerializer.Serialize(EcJwk.Create()), StringComparison.Ordinal)
        );

        Assert.EndsWith($"not readable as agreement keys: {reason}.", Fault(() => folder.AgreementKeys()), StringComparison.Ordinal);
    }

    private static string Fault(Func<object> read) => Assert.Throws<DomainFolderException>(read).Message;
}

using System.Text;
using KiPass.Testing;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using static KiPass.Tokens.Tests.Fixtures.Parties;

namespace KiPass.Tokens.Tests.Attacks;

/// <summary>An entry counts as signed only if the device that it names signed exactly this entry.</summary>
public sealed class PaperSignatureAttackTests
{
    private static readonly PaperEntry Sample = new("박세리", "010-1234-5678", Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Noon);

    private readonly FileSigningKey device = new(EcJwk.Create());

    [Fact]
    public void An_entry_signed_by_its_device_opens_as_signed()
    {
        var opened = PaperEntry.Open(Sample.Seal(Authority.EncryptionKey, device), AuthorityDecryption, device.PublicKey, out var isSigned);
        Assert.Equal((Sample, true), (opened, isSigned));
    }

    [Fact]
    public void Signed_entries_all_have_the_same_length() =>
        Assert.Single(
            new[] { Sample, Sample with { Name = "이" }, Sample with { Name = new string('가', 60) } }
                .Select(entry => entry.Seal(Authority.EncryptionKey, device).Length)
                .Distinct()
        );

    [Fact]
    [Attack("The register writes a paper entry itself, without the device's key")]
    public void Nobody_signs_a_paper_entry_for_a_device_with_another_key() =>
        Unsigned(Sample.Seal(Authority.EncryptionKey, new FileSigningKey(EcJwk.Create())));

    [Fact]
    [Attack("A paper entry is sealed without any signature")]
    public void Nobody_passes_off_an_unsigned_paper_entry_as_signed() => Unsigned(Sample.Seal(Authority.EncryptionKey));

    [Fact]
    [Attack("A device signs a paper entry in the name of another device")]
    public void Nobody_signs_a_paper_entry_in_the_name_of_another_device()
    {
        var other = Sample with { Device = Guid.NewGuid() };
        Unsigned(Sealed(Jws.Sign(Content(other), PaperEntry.Type, $"{Sample.Device}", device)));
    }

    [Fact]
    [Attack("A device's signature of another kind of message is reused for a paper entry")]
    public void Nobody_reuses_a_device_signature_of_another_type()
    {
        Unsigned(Sealed(Jws.Sign(Content(Sample), "kipass-keys+jwt", $"{Sample.Device}", device)));
        Unsigned(Sealed(Jws.Sign(Sample with { Pad = Pad(Sample) }, PaperEntry.Type, device)));
    }

    [Fact]
    [Attack("The content of a signed paper entry is replaced")]
    public void Nobody_replaces_the_content_of_a_signed_paper_entry()
    {
        var parts = Jws.Sign(Content(Sample), PaperEntry.Type, $"{Sample.Device}", device).Split('.');
        var forged = Base64Url.Encode(Content(Sample with { Name = "김가짜" }));
        Unsigned(Sealed($"{parts[0]}.{forged}.{parts[2]}"));
        Unsigned(Sealed($"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}"));
    }

    private void Unsigned(string jwe)
    {
        var opened = PaperEntry.Open(jwe, AuthorityDecryption, device.PublicKey, out var isSigned);
        Assert.NotNull(opened);
        Assert.False(isSigned);
    }

    private static string Sealed(string jws) => Jwe.Seal(Encoding.ASCII.GetBytes(jws), Authority.EncryptionKey);

    private static byte[] Content(PaperEntry entry) =>
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(entry with { Pad = Pad(entry) }, JoseJson.Options);

    private static string Pad(PaperEntry entry) =>
        new(
            '.',
            PaperEntry.PaddedBytes - System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(entry with { Pad = "" }, JoseJson.Options).Length
        );
}

using System.Text;
using CsCheck;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using static KiPass.Tokens.Tests.Fixtures.Parties;

namespace KiPass.Tokens.Tests.Orders;

public sealed class PaperEntryTests
{
    private static readonly PaperEntry Sample = new("박세리", "010-1234-5678", Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Noon);

    [Fact]
    public void Entries_within_the_size_limit_round_trip_with_equal_sealed_length() =>
        Gen.Select(Gen.String[Gen.Char['가', '힣'], 1, 30], Gen.String[Gen.Char['0', '9'], 0, 20])
            .Sample(
                (name, phone) =>
                {
                    var entry = Sample with { Name = name, Phone = phone };
                    var jwe = entry.Seal(Authority.EncryptionKey);
                    Assert.Equal(Sample.Seal(Authority.EncryptionKey).Length, jwe.Length);
                    Assert.Equal(entry, PaperEntry.Open(jwe, AuthorityDecryption));
                }
            );

    [Fact]
    public void The_register_cannot_open_a_paper_entry() =>
        Assert.Null(PaperEntry.Open(Sample.Seal(Authority.EncryptionKey), RegisterDecryption));

    [Fact]
    public void An_entry_over_512_bytes_is_not_sealed() =>
        Assert.Throws<InvalidOperationException>(() => (Sample with { Name = new string('가', 150) }).Seal(Authority.EncryptionKey));

    [Fact]
    public void An_entry_without_padding_is_refused() =>
        Assert.Null(
            PaperEntry.Open(
                Jwe.Seal(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Sample, JoseJson.Options), Authority.EncryptionKey),
                AuthorityDecryption
            )
        );

    [Fact]
    public void Reads_an_entry_encrypted_by_a_browser()
    {
        var json =
            $$"""{"name":"박세리","phone":"01012345678","facility":"{{Sample.Facility}}","device":"{{Sample.Device}}","scanId":"{{Sample.ScanId}}","enteredAt":"2020-06-12T03:00:00Z","pad":"PAD"}""";
        var padded = json.Replace("PAD", new string('0', 512 - Encoding.UTF8.GetByteCount(json) + 3), StringComparison.Ordinal);
        var read = PaperEntry.Open(Jwe.Seal(Encoding.UTF8.GetBytes(padded), Authority.EncryptionKey), AuthorityDecryption);
        Assert.Equal(Sample with { Phone = "01012345678", EnteredAt = Noon.ToUniversalTime() }, read);
    }

    [Fact]
    public void Personal_data_is_not_printed() => Assert.Equal("PaperEntry", $"{Sample}");
}

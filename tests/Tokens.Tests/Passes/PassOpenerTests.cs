using CsCheck;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Tests.Passes;

/// Goal: whatever text a scanner sends, opening gives the right verdict and never throws.
public sealed class PassOpenerTests
{
    private static readonly Pass Sample = new(7, 1_592_179_215, new TokenId(Guid.NewGuid()), new Pseudonym(Guid.NewGuid()));
    private readonly ChannelKeyring issuer = Channel.IssuerKeys(7);
    private readonly ChannelKeyring register = Channel.RegisterKeys(7);

    [Fact]
    public void Any_pass_round_trips() =>
        Channel.AnyPass.Sample(pass =>
        {
            var text = PassSealer.Seal(pass, Channel.IssuerKeys(pass.Issuer));
            Assert.Equal(145, text.Length);
            Assert.Equal(PassVerdict.Opened, PassOpener.Open(text, Channel.RegisterKeys(pass.Issuer), out var opened));
            Assert.Equal(pass, opened);
        });

    [Fact]
    public void Rejects_every_single_bit_flip_of_a_pass()
    {
        var bytes = Channel.Bytes(PassSealer.Seal(Sample, issuer));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = (byte[])bytes.Clone();
            changed[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Equal(ExpectedAfterFlip(bit), PassOpener.Open(Channel.Text(changed), register, out _));
        }
    }

    [Fact]
    public void A_pass_with_any_replaced_character_does_not_open()
    {
        var text = PassSealer.Seal(Sample, issuer);
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var other in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:a\0가".Where(c => c != text[at]))
            {
                var changed = text.Remove(at, 1).Insert(at, other.ToString());
                Assert.NotEqual(PassVerdict.Opened, PassOpener.Open(changed, register, out var opened));
                Assert.Equal(default, opened);
            }
        }
    }

    [Fact]
    public void Every_truncated_pass_is_malformed()
    {
        var text = PassSealer.Seal(Sample, issuer);
        for (var length = 0; length < text.Length; length++)
        {
            Assert.Equal(PassVerdict.Malformed, PassOpener.Open(text.AsSpan(0, length), register, out _));
            Assert.Equal(PassVerdict.Malformed, PassOpener.Open(text.AsSpan(text.Length - length), register, out _));
        }
        var bytes = Channel.Bytes(text);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(PassVerdict.Malformed, PassOpener.Open(Channel.Text(bytes.AsSpan(0, length)), register, out _));
        }
    }

    [Fact]
    public void A_pass_with_extra_bytes_is_malformed()
    {
        var text = PassSealer.Seal(Sample, issuer);
        Gen.Byte.Array[1, 300]
            .Sample(tail =>
                Assert.Equal(PassVerdict.Malformed, PassOpener.Open(Channel.Text([.. Channel.Bytes(text), .. tail]), register, out _))
            );
        string[] padded = [text + " ", " " + text, text + "\n", text + "\0", text + "000", text + text, "KP1:" + text];
        Assert.All(padded, longer => Assert.Equal(PassVerdict.Malformed, PassOpener.Open(longer, register, out _)));
    }

    [Fact]
    public void Arbitrary_text_is_a_malformed_pass() =>
        Gen.OneOf(
                Gen.String,
                Gen.String.Select(s => "KP1:" + s),
                Gen.Byte.Array[94].Select(b => Channel.Text(b)),
                Gen.Byte.Array[0, 200].Select(b => Channel.Text(b))
            )
            .Sample(text => Assert.Equal(PassVerdict.Malformed, PassOpener.Open(text, register, out _)));

    [Fact]
    public void A_huge_text_is_malformed() =>
        Assert.Equal(PassVerdict.Malformed, PassOpener.Open("KP1:" + new string('0', 10_000_000), register, out _));

    [Fact]
    public void An_unknown_issuer_is_not_authentic() =>
        Assert.Equal(
            PassVerdict.NotAuthentic,
            PassOpener.Open(PassSealer.Seal(Sample with { Issuer = 8 }, Channel.IssuerKeys(8)), register, out _)
        );

    [Fact]
    public void A_pass_under_another_key_is_not_authentic()
    {
        var forger = new ChannelKeyring(new AgreementKeys(EcJwk.Create()));
        forger.Pin(7, new AgreementKeys(PassVectors.RegisterKey.Public()));
        Assert.Equal(PassVerdict.NotAuthentic, PassOpener.Open(PassSealer.Seal(Sample, forger), register, out _));
    }

    [Fact]
    public void An_issuer_cannot_create_passes_of_another_issuer()
    {
        var both = Channel.RegisterKeys(7);
        both.Pin(8, new AgreementKeys(EcJwk.Create().Public()));
        var bytes = Channel.Bytes(PassSealer.Seal(Sample, issuer));
        bytes[9] = 8;
        Assert.Equal(PassVerdict.NotAuthentic, PassOpener.Open(Channel.Text(bytes), both, out _));
    }

    [Theory]
    [InlineData(0, 1_592_179_215)]
    [InlineData(7, 65_535)]
    [InlineData(7, 4_294_967_296)]
    [InlineData(7, -1)]
    public void Refuses_to_seal_values_that_do_not_fit_into_a_pass(int number, long expiry) =>
        Assert.ThrowsAny<ArgumentException>(() =>
            PassSealer.Seal(Sample with { Issuer = (ushort)number, Expiry = expiry }, Channel.IssuerKeys(7))
        );

    [Fact]
    public void A_pass_prints_neither_token_id_nor_pseudonym()
    {
        Assert.Equal("Pass(issuer 7, slot 1592179200)", Sample.ToString());
        Assert.DoesNotContain(Sample.TokenId.Value.ToString("N"), $"{Sample.TokenId}", StringComparison.Ordinal);
        Assert.DoesNotContain(Sample.Pseudonym.Value.ToString("N"), $"{Sample.Pseudonym}", StringComparison.Ordinal);
    }

    // Offsets as pass-format.md adds up: issuer 8–9, day 10–11, expiry 16–19, iv 23–34, ciphertext 37–93.
    private static PassVerdict ExpectedAfterFlip(int bit)
    {
        var at = bit / 8;
        var expiry = Sample.Expiry ^ (at is >= 16 and <= 19 ? 1L << (19 - at) * 8 + bit % 8 : 0);
        var sealedPart = at is 8 or 9 or >= 16 and <= 19 or >= 23 and <= 34 or >= 37;
        return sealedPart && KoreanDay.OfUnixSeconds(expiry - 15) == Sample.Day ? PassVerdict.NotAuthentic : PassVerdict.Malformed;
    }
}

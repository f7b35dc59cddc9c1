using System.Security.Cryptography;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Tests.Passes;

public sealed class PassVectorTests
{
    [Fact]
    public void Every_test_vector_is_sealed_byte_for_byte()
    {
        var keys = PassVectors.Issuer();
        Assert.NotEmpty(PassVectors.Passes);
        Assert.All(PassVectors.Passes, pass => Assert.Equal(pass.Text(), PassSealer.Seal(pass.ToPass(), keys, pass.Bytes("iv"))));
    }

    [Fact]
    public void Every_test_vector_opens()
    {
        var keys = PassVectors.Register();
        Assert.All(
            PassVectors.Passes,
            pass =>
            {
                Assert.Equal(PassVerdict.Opened, PassOpener.Open(pass.Text(), keys, out var opened));
                Assert.Equal(pass.ToPass(), opened);
                Assert.Equal(pass.GetProperty("day").GetInt32(), opened.Day.Number);
            }
        );
    }

    [Fact]
    public void Every_intermediate_value_matches_the_test_vector()
    {
        Assert.All(
            PassVectors.Passes,
            pass =>
            {
                var keyId = new PassKeyId(pass.GetProperty("issuer").GetUInt16(), new KoreanDay(pass.GetProperty("day").GetInt32()));
                Assert.Equal(keyId, PassKeyId.Read(pass.Bytes("kid")));
                var secret = new AgreementKeys(PassVectors.RegisterKey).SharedSecretWith(
                    new AgreementKeys(PassVectors.IssuerKey),
                    keyId.Day
                );
                Assert.Equal(PassVectors.SharedSecret, secret);
                Assert.Equal(pass.Bytes("channelKey"), ChannelKey.Derive(secret, keyId));

                var bytes = pass.Bytes("cbor");
                Assert.Equal(bytes, Channel.Bytes(pass.Text()));
                Assert.Equal(pass.Bytes("protected"), bytes[3..20]);
                Assert.Equal(pass.Bytes("iv"), bytes[23..35]);
                var additionalData = new byte[PassLayout.AdditionalDataSize];
                PassLayout.WriteAdditionalData(additionalData, bytes);
                Assert.Equal(pass.Bytes("aad"), additionalData);
                var claims = new byte[PassLayout.ClaimsSize];
                PassLayout.WriteClaims(claims, pass.ToPass().TokenId, pass.ToPass().Pseudonym);
                Assert.Equal(pass.Bytes("claims"), claims);
            }
        );
    }

    [Fact]
    public void Pseudonym_encryption_matches_the_AES_256_example_of_FIPS_197()
    {
        using var key = Aes.Create();
        key.Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        var hidden = new byte[16];
        PseudonymCipher.Hide(Convert.FromHexString("00112233445566778899aabbccddeeff"), key).Write(hidden);
        Assert.Equal(Convert.FromHexString("8ea2b7ca516745bfeafc49904b496089"), hidden);
    }

    [Fact]
    public void A_shorter_day_key_or_visitor_id_is_refused()
    {
        using var shorter = Aes.Create();
        shorter.Key = new byte[16];
        Assert.Throws<ArgumentException>(() => PseudonymCipher.Hide(new byte[16], shorter));
        Assert.Throws<ArgumentException>(() => PseudonymCipher.Reveal(default, shorter, new byte[16]));
        using var whole = Aes.Create();
        whole.Key = new byte[32];
        Assert.Throws<ArgumentException>(() => PseudonymCipher.Hide(new byte[15], whole));
        Assert.Throws<ArgumentException>(() => PseudonymCipher.Hide(new byte[32], whole));
        Assert.Throws<ArgumentException>(() => PseudonymCipher.Reveal(default, whole, new byte[32]));
    }

    [Fact]
    public void A_pseudonym_encrypts_the_visitor_id_reversibly()
    {
        Assert.All(
            PassVectors.Passes,
            pass =>
            {
                using var dayKey = Aes.Create();
                dayKey.Key = pass.Bytes("pseudonymDayKey");
                Assert.Equal(Pseudonym.Read(pass.Bytes("pseudonym")), PseudonymCipher.Hide(pass.Bytes("visitorId"), dayKey));
                var revealed = new byte[16];
                PseudonymCipher.Reveal(Pseudonym.Read(pass.Bytes("pseudonym")), dayKey, revealed);
                Assert.Equal(pass.Bytes("visitorId"), revealed);
            }
        );
    }
}

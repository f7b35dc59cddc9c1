using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Tests.Jose;

public sealed class JweTests
{
    private static readonly EcJwk Key = EcJwk.Create();
    private static readonly FileDecryptionKey Recipient = new(Key);

    [Fact]
    public void Any_bytes_round_trip() =>
        Gen.Byte.Array[0, 500].Sample(plain => Assert.Equal(plain, Jwe.Open(Jwe.Seal(plain, Key.Public()), Recipient, 10_000)));

    [Fact]
    public void What_we_seal_an_independent_library_opens()
    {
        var text = Jwe.Seal("누구"u8, Key.Public());
        var jwk = global::Jose.Jwk.FromJson(JsonSerializer.Serialize(Key), new global::Jose.JsonMapper());
        Assert.Equal("누구", global::Jose.JWT.Decode(text, jwk, global::Jose.JweAlgorithm.ECDH_ES, global::Jose.JweEncryption.A256GCM));
    }

    [Fact]
    public void What_an_independent_library_seals_we_open()
    {
        var jwk = global::Jose.Jwk.FromJson(JsonSerializer.Serialize(Key.Public()), new global::Jose.JsonMapper());
        var text = global::Jose.JWT.Encode("누구", jwk, global::Jose.JweAlgorithm.ECDH_ES, global::Jose.JweEncryption.A256GCM);
        Assert.Equal("누구"u8.ToArray(), Jwe.Open(text, Recipient, 10_000));
    }

    [Fact]
    public void Two_seals_of_the_same_differ() => Assert.NotEqual(Jwe.Seal("a"u8, Key.Public()), Jwe.Seal("a"u8, Key.Public()));

    [Fact]
    public void Another_key_does_not_open_it() =>
        Assert.Null(Jwe.Open(Jwe.Seal("a"u8, Key.Public()), new FileDecryptionKey(EcJwk.Create()), 10_000));

    [Fact]
    public void Each_character_changed_and_every_truncation_is_refused()
    {
        var text = Jwe.Seal("somebody"u8, Key.Public());
        for (var at = 0; at < text.Length; at++)
        {
            Assert.Null(Jwe.Open(text.Remove(at, 1).Insert(at, text[at] == 'A' ? "B" : "A"), Recipient, 10_000));
            Assert.Null(Jwe.Open(text[..at], Recipient, 10_000));
        }
        Assert.Null(Jwe.Open(text, Recipient, text.Length - 1));
        Assert.Null(Jwe.Open(text + ".", Recipient, 10_000));
        Assert.Null(Jwe.Open(null, Recipient, 10_000));
    }

    public static TheoryData<string> OtherHeaders =>
        [
            """{"alg":"ECDH-ES","enc":"A128GCM","epk":EPK}""",
            """{"alg":"ECDH-ES","enc":"A256CBC-HS512","epk":EPK}""",
            """{"alg":"ECDH-ES+A256KW","enc":"A256GCM","epk":EPK}""",
            """{"alg":"dir","enc":"A256GCM","epk":EPK}""",
            """{"alg":"none","enc":"A256GCM","epk":EPK}""",
            """{"enc":"A256GCM","epk":EPK}""",
            """{"alg":"ECDH-ES","epk":EPK}""",
            """{"alg":"ECDH-ES","enc":"A256GCM"}""",
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"zip":"DEF"}""",
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"crit":["x"],"x":1}""",
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"apu":"QQ"}""",
            """{"alg":"ECDH-ES","alg":"ECDH-ES","enc":"A256GCM","epk":EPK}""",
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}}""",
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":PRIVATE}""",
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":"x"}""",
        ];

    [Theory]
    [MemberData(nameof(OtherHeaders))]
    public void Another_header_is_refused_although_key_and_tag_are_right(string header) =>
        Assert.Null(Jwe.Open(Reseal(header), Recipient, 10_000));

    [Theory]
    [InlineData("""{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK}""")]
    [InlineData("""{"epk":EPK,"enc":"A256GCM","alg":"ECDH-ES","kid":"2020-W24","typ":"JOSE","cty":"json"}""")]
    public void A_header_with_names_without_effect_is_read(string header) => Assert.NotNull(Jwe.Open(Reseal(header), Recipient, 10_000));

    [Fact]
    public void Any_other_text_is_refused_and_never_throws() =>
        Gen.OneOf(Gen.String, Gen.Byte.Array.Array[5].Select(p => string.Join('.', p.Select(b => Base64Url.Encode(b)))))
            .Sample(text => Assert.Null(Jwe.Open(text, Recipient, 10_000)));

    private static string Reseal(string template)
    {
        var ephemeral = EcJwk.Create();
        var header = template
            .Replace("EPK", JsonSerializer.Serialize(ephemeral.Public()), StringComparison.Ordinal)
            .Replace("PRIVATE", JsonSerializer.Serialize(ephemeral), StringComparison.Ordinal);
        var head = Base64Url.Encode(Encoding.UTF8.GetBytes(header));
        using var cipher = new AesGcm(Jwe.DeriveKey(new FileDecryptionKey(ephemeral).Agree(Key)), 16);
        byte[] nonce = new byte[12],
            ciphertext = new byte[1],
            tag = new byte[16];
        cipher.Encrypt(nonce, "a"u8, ciphertext, tag, Encoding.ASCII.GetBytes(head));
        return $"{head}..{Base64Url.Encode(nonce)}.{Base64Url.Encode(ciphertext)}.{Base64Url.Encode(tag)}";
    }
}

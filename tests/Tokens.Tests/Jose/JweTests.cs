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
    public void The_library_with_default_settings_opens_our_JWE()
    {
        var text = Jwe.Seal("누구"u8, Key.Public());
        var jwk = global::Jose.Jwk.FromJson(JsonSerializer.Serialize(Key), new global::Jose.JsonMapper());
        Assert.Equal("누구", global::Jose.JWT.Decode(text, jwk, global::Jose.JweAlgorithm.ECDH_ES, global::Jose.JweEncryption.A256GCM));
    }

    [Fact]
    public void Opens_JWE_sealed_by_the_library_with_default_settings()
    {
        var jwk = global::Jose.Jwk.FromJson(JsonSerializer.Serialize(Key.Public()), new global::Jose.JsonMapper());
        var text = global::Jose.JWT.Encode("누구", jwk, global::Jose.JweAlgorithm.ECDH_ES, global::Jose.JweEncryption.A256GCM);
        Assert.Equal("누구"u8.ToArray(), Jwe.Open(text, Recipient, 10_000));
    }

    [Fact]
    public void The_hand_written_implementation_opens_our_JWE() =>
        Gen.Byte.Array[0, 500].Sample(plain => Assert.Equal(plain, HandWrittenJose.Open(Jwe.Seal(plain, Key.Public()), Key)));

    [Fact]
    public void Opens_JWE_sealed_by_the_hand_written_implementation() =>
        Gen
            .Byte.Array[0, 500]
            .Sample(plain =>
                Assert.Equal(
                    plain,
                    Jwe.Open(
                        HandWrittenJose.Seal("""{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK}""", plain, Key.Public()),
                        Recipient,
                        10_000
                    )
                )
            );

    [Fact]
    public void Sealing_writes_three_header_members_and_no_private_key()
    {
        var header = JoseProfile.Members(CompactText.Read(Jwe.Seal("a"u8, Key.Public()), 5, 10_000)!.Value.Part(0))!;
        Assert.Equal(["alg", "enc", "epk"], header.Keys.Order());
        Assert.Equal(["crv", "kty", "x", "y"], JoseProfile.Members(Encoding.UTF8.GetBytes(header["epk"]))!.Keys.Order());
    }

    [Fact]
    public void A_hardware_key_decrypts_without_exposing_its_private_part()
    {
        var hardware = new HardwareKey(Key);
        Assert.Equal("a"u8.ToArray(), Jwe.Open(Jwe.Seal("a"u8, Key.Public()), hardware, 10_000));
        Assert.Equal(1, hardware.Uses);
    }

    [Fact]
    public void Does_not_report_a_hardware_failure_as_a_forged_ciphertext() =>
        Assert.Throws<TimeoutException>(() =>
            Jwe.Open(Jwe.Seal("a"u8, Key.Public()), new HardwareKey(Key) { Failure = new TimeoutException() }, 10_000)
        );

    [Fact]
    public void A_file_of_maximum_size_round_trips()
    {
        var file = RandomNumberGenerator.GetBytes(SealedFile.MaxBytes);
        Assert.Equal(file, SealedFile.Open(SealedFile.Seal(file, Key.Public()), Recipient));
    }

    [Fact]
    public void A_valid_key_on_another_curve_is_refused()
    {
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);
        var point = other.ExportParameters(false).Q;
        var epk = $$"""{"kty":"EC","crv":"P-384","x":"{{Base64Url.Encode(point.X)}}","y":"{{Base64Url.Encode(point.Y)}}"}""";
        Assert.Null(Jwe.Open(Reseal($$"""{"alg":"ECDH-ES","enc":"A256GCM","epk":{{epk}}}"""), Recipient, 10_000));
    }

    [Fact]
    public void Rejects_an_encrypted_key_in_direct_key_agreement() =>
        Assert.Null(Jwe.Open(Jwe.Seal("a"u8, Key.Public()).Replace("..", ".AAAA.", StringComparison.Ordinal), Recipient, 10_000));

    [Fact]
    public void Rejects_JWE_JSON_serialization()
    {
        var parts = Jwe.Seal("a"u8, Key.Public()).Split('.');
        var json =
            $$"""{"protected":"{{parts[0]}}","encrypted_key":"","iv":"{{parts[2]}}","ciphertext":"{{parts[3]}}","tag":"{{parts[4]}}"}""";
        Assert.Null(Jwe.Open(json, Recipient, 10_000));
    }

    [Fact]
    public void Sealing_the_same_text_twice_gives_different_results() =>
        Assert.NotEqual(Jwe.Seal("a"u8, Key.Public()), Jwe.Seal("a"u8, Key.Public()));

    [Fact]
    public void A_JWE_cannot_be_opened_with_another_key() =>
        Assert.Null(Jwe.Open(Jwe.Seal("a"u8, Key.Public()), new FileDecryptionKey(EcJwk.Create()), 10_000));

    [Fact]
    public void Rejects_every_changed_character_and_every_truncation_of_a_JWE()
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
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":null}""",
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"zip":null}""",
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"apv":"QQ"}""",
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"jwk":EPK}""",
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"jku":"https://a.example"}""",
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"x5c":["QQ=="]}""",
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"x5u":"https://a.example"}""",
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"p2c":1000000000}""",
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"kid":1.5}""",
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"kid":"\ud800"}""",
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"\ud800":"x"}""",
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":{"kty":"EC","crv":"P-384","x":"AA","y":"AA"}}""",
            """{"alg":"PBES2-HS256+A128KW","enc":"A256GCM","p2c":1000000000,"p2s":"QQ","epk":EPK}""",
        ];

    [Theory]
    [MemberData(nameof(OtherHeaders))]
    public void Rejects_a_different_JWE_header_even_if_key_and_tag_are_valid(string header) =>
        Assert.Null(Jwe.Open(Reseal(header), Recipient, 10_000));

    [Theory]
    [InlineData("""{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK}""")]
    [InlineData("""{"epk":EPK,"enc":"A256GCM","alg":"ECDH-ES","kid":"2020-W24","typ":"JOSE","cty":"json"}""")]
    public void Accepts_a_header_with_irrelevant_members(string header) => Assert.NotNull(Jwe.Open(Reseal(header), Recipient, 10_000));

    [Fact]
    public void Arbitrary_text_is_not_a_valid_JWE_and_does_not_throw() =>
        Gen.OneOf(Gen.String, Gen.Byte.Array.Array[5].Select(p => string.Join('.', p.Select(b => Base64Url.Encode(b)))))
            .Sample(text => Assert.Null(Jwe.Open(text, Recipient, 10_000)));

    private static string Reseal(string template) => HandWrittenJose.Seal(template, "a"u8, Key.Public());
}

using System.Security.Cryptography;
using System.Text;
using CsCheck;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace KiPass.Tokens.Tests.Jose;

public sealed class JwsTests
{
    private const string Type = "kipass-test+jwt";
    private static readonly EcJwk Key = EcJwk.Create();
    private static readonly Claims Sample = new("누구", 7);
    private readonly string signed = Jws.Sign(Sample, Type, new FileSigningKey(Key));

    [Fact]
    public void The_library_with_default_settings_verifies_our_signatures()
    {
        using var key = ECDsa.Create(Key.Public().ToParameters());
        Assert.Equal("""{"text":"누구","number":7}""", global::Jose.JWT.Decode(signed, key, global::Jose.JwsAlgorithm.ES256));
        Assert.Equal(2, global::Jose.JWT.Headers(signed).Count);
    }

    [Fact]
    public void Verifies_signatures_of_the_library_with_default_settings()
    {
        using var key = ECDsa.Create(Key.ToParameters());
        var headers = new Dictionary<string, object> { ["typ"] = Type };
        var text = global::Jose.JWT.Encode("""{"number":7,"text":"누구"}""", key, global::Jose.JwsAlgorithm.ES256, headers);
        Assert.Equal(JwsVerdict.Verified, Verify(text, out var claims));
        Assert.Equal(Sample, claims);
    }

    [Fact]
    public async Task A_third_implementation_verifies_our_signatures()
    {
        using var key = ECDsa.Create(Key.Public().ToParameters());
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(
            signed,
            new TokenValidationParameters
            {
                IssuerSigningKey = new ECDsaSecurityKey(key),
                ValidAlgorithms = ["ES256"],
                ValidTypes = [Type],
                ValidateIssuer = false,
                ValidateAudience = false,
                ValidateLifetime = false,
            }
        );
        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal("누구", result.Claims["text"]);
    }

    [Fact]
    public void Verifies_signatures_of_a_third_implementation()
    {
        using var key = ECDsa.Create(Key.ToParameters());
        var text = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                TokenType = Type,
                Claims = new Dictionary<string, object> { ["text"] = "누구", ["number"] = 7 },
                SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key), "ES256"),
            }
        );
        Assert.Equal(JwsVerdict.Verified, Verify(text, out var claims));
        Assert.Equal(Sample, claims);
    }

    [Fact]
    public void Header_and_claims_match_the_bytes_of_the_hand_written_implementation()
    {
        var expected = Resign("""{"alg":"ES256","typ":"kipass-test+jwt"}""", """{"text":"누구","number":7}""");
        Assert.Equal(expected[..expected.LastIndexOf('.')], signed[..signed.LastIndexOf('.')]);
        Assert.True(HandWrittenJose.IsSignedBy(Key, signed));
        Assert.Equal(JwsVerdict.Verified, Verify(expected, out _));
    }

    [Fact]
    public void A_hardware_key_signs_without_exposing_its_private_part()
    {
        var hardware = new HardwareKey(Key);
        Assert.Equal(JwsVerdict.Verified, Verify(Jws.Sign(Sample, Type, hardware), out _));
        Assert.Equal(1, hardware.Uses);
    }

    public static TheoryData<string> OtherHeaders =>
        [
            """{"alg":"none","typ":"kipass-test+jwt"}""",
            """{"alg":"HS256","typ":"kipass-test+jwt"}""",
            """{"alg":"ES384","typ":"kipass-test+jwt"}""",
            """{"alg":"es256","typ":"kipass-test+jwt"}""",
            """{"alg":["ES256"],"typ":"kipass-test+jwt"}""",
            """{"typ":"kipass-test+jwt"}""",
            """{"alg":"ES256"}""",
            """{"alg":"ES256","typ":null}""",
            """{"alg":"ES256","typ":"JWT"}""",
            """{"alg":"ES256","typ":"KIPASS-TEST+JWT"}""",
            """{"alg":"ES256","typ":"kipass-test+jwt","kid":"1"}""",
            """{"alg":"ES256","typ":"kipass-test+jwt","jwk":{}}""",
            """{"alg":"ES256","typ":"kipass-test+jwt","crit":["b64"],"b64":false}""",
            """{"alg":"ES256","typ":"kipass-test+jwt","b64":true}""",
            """{"alg":"ES256","typ":"kipass-test+jwt","jku":"https://a.example"}""",
            """{"alg":"ES256","typ":"kipass-test+jwt","x5c":["QQ=="]}""",
            """{"alg":"ES256","typ":"kipass-test+jwt","zip":"DEF"}""",
        ];

    [Theory]
    [MemberData(nameof(OtherHeaders))]
    public void Rejects_a_different_JWS_header_even_if_the_correct_key_signed_it(string header) =>
        Assert.Equal(JwsVerdict.NotAuthentic, Verify(Resign(header, """{"text":"누구","number":7}"""), out _));

    [Theory]
    [InlineData("""{"alg":"ES256","alg":"ES256","typ":"kipass-test+jwt"}""")]
    [InlineData("""["ES256"]""")]
    [InlineData("""{"alg":"ES256","typ":"kipass-test+jwt"} x""")]
    [InlineData("""{"alg":"ES256","typ":"kipass-test+jwt","\ud800":1}""")]
    [InlineData("")]
    public void A_header_that_is_not_an_object_is_malformed(string header) =>
        Assert.Equal(JwsVerdict.Malformed, Verify(Resign(header, "{}"), out _));

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"text":null,"number":7}""")]
    [InlineData("""{"text":"a","number":"seven"}""")]
    [InlineData("""{"text":"a","text":"b","number":7}""")]
    [InlineData("""{"text":"a","number":99999999999}""")]
    [InlineData("""{"text":"\ud800","number":7}""")]
    [InlineData("""{"\ud800":"a","number":7}""")]
    public void Signed_claims_that_do_not_match_the_schema_are_malformed(string claims) =>
        Assert.Equal(JwsVerdict.Malformed, Verify(Resign("""{"alg":"ES256","typ":"kipass-test+jwt"}""", claims), out _));

    [Fact]
    public void An_HMAC_with_the_public_key_as_secret_is_not_authentic()
    {
        var input =
            $"{HandWrittenJose.Part("""{"alg":"HS256","typ":"kipass-test+jwt"}""")}.{HandWrittenJose.Part("""{"text":"a","number":1}""")}";
        using var key = ECDsa.Create(Key.Public().ToParameters());
        var mac = HMACSHA256.HashData(key.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(input));
        Assert.Equal(JwsVerdict.NotAuthentic, Verify($"{input}.{Base64Url.Encode(mac)}", out _));
    }

    [Fact]
    public void An_empty_or_zero_signature_is_not_authentic()
    {
        var input = signed[..signed.LastIndexOf('.')];
        foreach (var length in new[] { 0, 1, 63, 64, 65, 128 })
        {
            Assert.Equal(JwsVerdict.NotAuthentic, Verify($"{input}.{Base64Url.Encode(new byte[length])}", out _));
        }
    }

    [Fact]
    public void Rejects_every_changed_character()
    {
        for (var at = 0; at < signed.Length; at++)
        {
            Assert.NotEqual(JwsVerdict.Verified, Verify(signed.Remove(at, 1).Insert(at, signed[at] == 'A' ? "B" : "A"), out _));
        }
    }

    [Fact]
    public void Rejects_every_truncation_and_extension()
    {
        for (var length = 0; length < signed.Length; length++)
        {
            Assert.NotEqual(JwsVerdict.Verified, Verify(signed[..length], out _));
        }
        Assert.All(
            ["=", ".", " ", "\n", ".e30"],
            tail => Assert.Equal(JwsVerdict.Malformed, Verify(signed + tail, out _, signed.Length + 10))
        );
    }

    [Fact]
    public void Arbitrary_text_is_malformed_and_does_not_throw() =>
        Gen.OneOf(
                Gen.String,
                Gen.String.Array[0, 6].Select(p => string.Join('.', p)),
                Gen.Byte.Array.Array[3].Select(p => string.Join('.', p.Select(b => Base64Url.Encode(b))))
            )
            .Sample(text => Assert.NotEqual(JwsVerdict.Verified, Verify(text, out _)));

    [Fact]
    public void A_text_over_the_length_limit_is_malformed() => Assert.Equal(JwsVerdict.Malformed, Verify(signed, out _, signed.Length - 1));

    private static JwsVerdict Verify(string? text, out Claims? claims, int mostCharacters = 10_000) =>
        Jws.Verify(text, Type, Key.Public(), mostCharacters, out claims);

    private static string Resign(string header, string claims) => HandWrittenJose.Sign(header, claims, Key);

    internal sealed record Claims(
        [property: System.Text.Json.Serialization.JsonPropertyName("text")] string Text,
        [property: System.Text.Json.Serialization.JsonPropertyName("number")] int Number
    );
}

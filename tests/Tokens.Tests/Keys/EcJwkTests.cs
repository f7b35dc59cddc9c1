using System.Security.Cryptography;
using System.Text.Json;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Tests.Passes;

namespace KiPass.Tokens.Tests.Keys;

public sealed class EcJwkTests
{
    private static readonly EcJwk Key = PassVectors.IssuerKey;

    [Fact]
    public void A_key_round_trips_through_JSON_with_and_without_its_private_part()
    {
        var key = EcJwk.Create();
        Assert.True(key.IsPrivate);
        Assert.Equal(key, JsonSerializer.Deserialize<EcJwk>(JsonSerializer.Serialize(key)));
        var json = JsonSerializer.Serialize(key.Public());
        Assert.DoesNotContain("\"d\"", json, StringComparison.Ordinal);
        Assert.False(JsonSerializer.Deserialize<EcJwk>(json)!.IsPrivate);
    }

    [Fact]
    public void Public_and_private_keys_have_the_same_RFC_7638_thumbprint()
    {
        // SHA-256, made independently, of {"crv":"P-256","kty":"EC","x":…,"y":…}.
        Assert.Equal("fCvzb-HZ5gX7GyZ5o0ygBxHcs442Ly_atlJlVdFsONk", Key.Thumbprint);
        Assert.Equal(Key.Thumbprint, Key.Public().Thumbprint);
    }

    [Fact]
    public void A_key_does_not_print_its_key_material() => Assert.Equal($"EcJwk({Key.Thumbprint})", $"{Key}");

    public static TheoryData<EcJwk> NotKeys =>
        [
            Key with
            {
                Kty = "OKP",
            },
            Key with
            {
                Crv = "P-384",
            },
            Key with
            {
                X = Key.Y,
            },
            Key with
            {
                X = Key.X[..^1],
            },
            Key with
            {
                X = Key.X + "=",
            },
            Key with
            {
                Y = "",
            },
            Key with
            {
                X = new string('A', 43),
                Y = new string('A', 43),
                D = null,
            },
            Key with
            {
                X = new string('_', 42) + "8",
                D = null,
            },
            Key with
            {
                D = PassVectors.RegisterKey.D,
            },
            Key with
            {
                D = new string('A', 43),
            },
            Key with
            {
                D = "",
            },
        ];

    [Theory]
    [MemberData(nameof(NotKeys))]
    public void Rejects_a_key_whose_point_is_not_on_the_curve(EcJwk key)
    {
        Assert.ThrowsAny<CryptographicException>(() => key.ToParameters());
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<EcJwk>(JsonSerializer.Serialize(key)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":null,"y":null}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":1,"y":2}""")]
    [InlineData("[]")]
    [InlineData("7")]
    public void Rejects_JSON_that_is_not_a_valid_key(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<EcJwk>(json));
}

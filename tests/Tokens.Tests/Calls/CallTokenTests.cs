using CsCheck;
using KiPass.Tokens.Calls;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Tests.Calls;

public sealed class CallTokenTests
{
    private const string Path = "/v1/owners/facility/view";
    private static readonly DateTimeOffset Now = new(2020, 6, 12, 3, 0, 0, TimeSpan.Zero);
    private static readonly EcJwk Key = EcJwk.Create();
    private static readonly byte[] Body = "{\"key\":\"f:0\"}"u8.ToArray();

    private static CallClaims Claims =>
        new()
        {
            Issuer = "owners",
            Audience = CallToken.Audience,
            Subject = "a-1",
            Role = "account",
            District = "",
            Id = Guid.NewGuid(),
            IssuedAt = Now.ToUnixTimeSeconds(),
            ExpiresAt = Now.ToUnixTimeSeconds() + 60,
            Method = "POST",
            Path = Path,
            BodyHash = CallClaims.HashOf(Body),
        };

    private static string Token => CallToken.Sign(Claims, new FileSigningKey(Key));

    [Theory]
    [InlineData(-6, false)]
    [InlineData(-5, true)]
    [InlineData(0, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_token_is_valid_for_a_minute_with_five_seconds_of_clock_difference(int seconds, bool valid) =>
        Assert.Equal(valid, CallToken.Verify(Token, Key, "owners", "POST", Path, Now.AddSeconds(seconds)) is not null);

    [Fact]
    public void A_token_is_for_one_portal_method_path_and_body()
    {
        var token = Token;
        Assert.NotNull(CallToken.Verify(token, Key, "owners", "POST", Path, Now));
        Assert.Null(CallToken.Verify(token, Key, "authority", "POST", Path, Now));
        Assert.Null(CallToken.Verify(token, Key, "owners", "GET", Path, Now));
        Assert.Null(CallToken.Verify(token, Key, "owners", "POST", Path + "/", Now));
        Assert.Null(CallToken.Verify(token, EcJwk.Create(), "owners", "POST", Path, Now));
        Assert.True(Claims.Covers(Body));
        Assert.False(Claims.Covers(Body.AsSpan(1)));
        Assert.False((Claims with { BodyHash = "%" }).Covers(Body));
    }

    [Fact]
    public void A_changed_token_is_refused_and_never_throws()
    {
        var token = Token;
        Gen.Select(Gen.Int[0, token.Length - 1], Gen.Char)
            .Sample(
                (at, to) =>
                {
                    var changed = token[..at] + to + token[(at + 1)..];
                    return changed == token || CallToken.Verify(changed, Key, "owners", "POST", Path, Now) is null;
                }
            );
        Gen.String.Sample(text => CallToken.Verify(text, Key, "owners", "POST", Path, Now) is null);
        Assert.Null(CallToken.Verify(null, Key, "owners", "POST", Path, Now));
    }
}

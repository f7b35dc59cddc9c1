using KiPass.Portal.Shared.Accounts;

namespace KiPass.Portal.Shared.Tests.Accounts;

public sealed class TotpTests
{
    // RFC 6238 appendix B, SHA-1, the last six of its eight digits; the secret is "12345678901234567890" in Base32.
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    public void TOTP_codes_match_the_RFC_test_vectors(long unixSeconds, string code) =>
        Assert.Equal(code, Totp.CodeAt(Secret, DateTimeOffset.FromUnixTimeSeconds(unixSeconds)));

    [Theory]
    [InlineData(-31, true)]
    [InlineData(0, true)]
    [InlineData(31, true)]
    [InlineData(-91, false)]
    [InlineData(91, false)]
    public void A_TOTP_code_is_valid_within_one_time_step(int secondsLater, bool good)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_600_000_005);
        var code = Totp.CodeAt(Secret, now);

        Assert.Equal(good, Totp.MatchingStep(Secret, code, now.AddSeconds(secondsLater)) is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("abcdef")]
    public void A_code_that_is_not_six_digits_never_matches(string typed) =>
        Assert.Null(Totp.MatchingStep(Secret, typed, DateTimeOffset.FromUnixTimeSeconds(59)));
}

using CsCheck;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Tests.Keys;

public sealed class Base64UrlTests
{
    [Fact]
    public void Any_bytes_round_trip() =>
        Gen
            .Byte.Array[0, 100]
            .Sample(bytes =>
            {
                Assert.True(Base64Url.TryDecode(Base64Url.Encode(bytes), out var decoded));
                Assert.Equal(bytes, decoded);
            });

    [Theory]
    [InlineData(null)]
    [InlineData("A")]
    [InlineData("AA==")]
    [InlineData("AA ")]
    [InlineData(" AA")]
    [InlineData("A\nA")]
    [InlineData("A+")]
    [InlineData("A/")]
    [InlineData("AB")] // bits behind the last byte
    [InlineData("가나")]
    public void Rejects_noncanonical_Base64Url(string? text) => Assert.False(Base64Url.TryDecode(text, out _));
}

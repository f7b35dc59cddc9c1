using System.Text;
using CsCheck;
using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Tests.Passes;

public sealed class Base45Tests
{
    // RFC 9285 sections 4.3 and 4.4.
    [Theory]
    [InlineData("AB", "BB8")]
    [InlineData("Hello!!", "%69 VD92EX0")]
    [InlineData("base-45", "UJCLQE7W581")]
    [InlineData("ietf!", "QED8WEX0")]
    [InlineData("", "")]
    public void The_examples_of_the_RFC_encode_and_decode(string plain, string encoded)
    {
        Assert.Equal(encoded, Encode(Encoding.ASCII.GetBytes(plain)));
        Assert.Equal(plain, Encoding.ASCII.GetString(Decode(encoded, plain.Length)!));
    }

    [Theory]
    [InlineData("GGW", 2)] // 65536
    [InlineData(":::", 2)]
    [InlineData("::", 1)]
    [InlineData("V5", 1)] // 256
    [InlineData("bb8", 2)]
    [InlineData("BB\u0660", 2)]
    [InlineData("B\0B", 2)]
    [InlineData("BB8B", 3)]
    [InlineData("BB8", 1)]
    [InlineData("BB8BB8", 2)]
    public void Rejects_invalid_Base45_and_unexpected_lengths(string encoded, int length) => Assert.Null(Decode(encoded, length));

    [Fact]
    public void Any_bytes_round_trip() => Gen.Byte.Array[0, 200].Sample(bytes => Assert.Equal(bytes, Decode(Encode(bytes), bytes.Length)));

    [Fact]
    public void Base45_decoding_accepts_only_the_canonical_encoding() =>
        Gen.String[Gen.Char["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:a!"], 0, 30]
            .Sample(text =>
            {
                var bytes = Decode(text, text.Length / 3 * 2 + text.Length % 3 / 2);
                Assert.True(bytes is null || Encode(bytes) == text);
            });

    private static string Encode(byte[] bytes)
    {
        var text = new char[Base45.EncodedLength(bytes.Length)];
        Base45.Encode(bytes, text);
        return new string(text);
    }

    private static byte[]? Decode(string text, int length)
    {
        var bytes = new byte[length];
        return Base45.TryDecode(text, bytes) ? bytes : null;
    }
}

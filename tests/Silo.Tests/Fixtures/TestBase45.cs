using KiPass.Silo.Tests.Scans;

namespace KiPass.Silo.Tests.Fixtures;

/// <summary>Base45 (RFC 9285) once more, so that tests can change the bytes of a pass.</summary>
internal static class TestBase45
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    public static byte[] Decode(string text) =>
        [
            .. text.Chunk(3)
                .Select(c => Alphabet.IndexOf(c[0]) + Alphabet.IndexOf(c[1]) * 45 + Alphabet.IndexOf(c[2]) * 2025)
                .SelectMany(n => new[] { (byte)(n >> 8), (byte)n }),
        ];

    public static string Encode(byte[] bytes) =>
        string.Concat(
            bytes
                .Chunk(2)
                .Select(pair => pair[0] * 256 + pair[1])
                .SelectMany(n => new[] { Alphabet[n % 45], Alphabet[n / 45 % 45], Alphabet[n / 2025] })
        );
}

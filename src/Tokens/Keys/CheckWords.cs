using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace KiPass.Tokens.Keys;

/// <summary>
/// A key as four words that people compare by eye or on the telephone: 44 bits of a slow hash of its thumbprint, in Korean and in English.
/// A hash of so few bits must be slow, because an attacker tries keys until one has the same words (docs/pairing.md).
/// </summary>
/// <param name="Korean">Four words, separated by blanks.</param>
/// <param name="English">The same value.</param>
public sealed record CheckWords(string Korean, string English)
{
    private const int Iterations = 1 << 20;
    private const int BitsOfWord = 11;
    private const int Words = 4;
    private const int MostRemembered = 16;

    private static readonly byte[] Salt = Encoding.ASCII.GetBytes("kipass/check-words");
    private static readonly string[] KoreanList = Read("check-words-korean.txt");
    private static readonly string[] EnglishList = Read("check-words-english.txt");

    // The hash takes about half a second, and a program shows one or two keys.
    private static readonly ConcurrentDictionary<string, CheckWords> Remembered = new();

    /// <summary>The words of a public key.</summary>
    public static CheckWords Of(EcJwk key)
    {
        if (Remembered.Count >= MostRemembered)
        {
            Remembered.Clear();
        }
        return Remembered.GetOrAdd(key.Thumbprint, Compute);
    }

    /// <summary>The words of a thumbprint (RFC 7638, base64url).</summary>
    internal static CheckWords Compute(string thumbprint)
    {
        var bytes = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.ASCII.GetBytes(thumbprint),
            Salt,
            Iterations,
            HashAlgorithmName.SHA256,
            sizeof(ulong)
        );
        var value = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var places = Enumerable.Range(1, Words).Select(word => (int)(value >> (64 - word * BitsOfWord)) & ((1 << BitsOfWord) - 1)).ToList();
        return new(
            string.Join(' ', places.Select(place => KoreanList[place])),
            string.Join(' ', places.Select(place => EnglishList[place]))
        );
    }

    private static string[] Read(string name)
    {
        using var stream = typeof(CheckWords).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().TrimEnd().Split(' ');
    }
}

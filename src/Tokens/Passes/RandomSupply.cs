using System.Security.Cryptography;

namespace KiPass.Tokens.Passes;

/// <summary>
/// The system's random source, drawn in larger pieces: a call of it costs as much as sealing a pass, whatever its length. Each byte is given
/// out once and erased from the supply.
/// </summary>
internal static class RandomSupply
{
    private const int Size = 4096;

    [ThreadStatic]
    private static byte[]? supply;

    [ThreadStatic]
    private static int left;

    /// <summary>Fills with random bytes; at most 4096.</summary>
    public static void Fill(Span<byte> destination)
    {
        var bytes = supply ??= new byte[Size];
        if (left < destination.Length)
        {
            RandomNumberGenerator.Fill(bytes);
            left = Size;
        }
        left -= destination.Length;
        var taken = bytes.AsSpan(left, destination.Length);
        taken.CopyTo(destination);
        CryptographicOperations.ZeroMemory(taken);
    }
}

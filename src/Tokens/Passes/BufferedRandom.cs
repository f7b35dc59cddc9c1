using System.Security.Cryptography;

namespace KiPass.Tokens.Passes;

/// <summary>
/// The system's random number generator behind a buffer per thread: one call of the generator costs as much as sealing a pass, whatever its
/// length. Each byte is used once and then erased from the buffer.
/// </summary>
internal static class BufferedRandom
{
    private const int Size = 4096;

    [ThreadStatic]
    private static byte[]? buffer;

    [ThreadStatic]
    private static int left;

    /// <summary>Fills the destination, at most 4096 bytes, with random bytes.</summary>
    public static void Fill(Span<byte> destination)
    {
        var bytes = buffer ??= new byte[Size];
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

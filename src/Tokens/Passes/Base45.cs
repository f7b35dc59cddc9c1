using System.Numerics;

namespace KiPass.Tokens.Passes;

/// <summary>Base45 (RFC 9285) over spans, without allocation: three characters of the QR alphanumeric set encode two bytes.</summary>
internal static class Base45
{
    private const byte Invalid = 255;
    private static readonly byte[] Values = BuildValues();

    public static int EncodedLength(int bytes) => bytes / 2 * 3 + (bytes % 2 == 0 ? 0 : 2);

    private static ReadOnlySpan<byte> Alphabet => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"u8;

    /// <summary>Encodes to characters, or to bytes of ASCII.</summary>
    public static void Encode<T>(ReadOnlySpan<byte> source, Span<T> destination)
        where T : unmanaged, IBinaryInteger<T>
    {
        var at = 0;
        for (var i = 0; i + 1 < source.Length; i += 2)
        {
            var n = source[i] << 8 | source[i + 1];
            destination[at++] = Digit<T>(n % 45);
            destination[at++] = Digit<T>(n / 45 % 45);
            destination[at++] = Digit<T>(n / (45 * 45));
        }
        if (source.Length % 2 != 0)
        {
            destination[at++] = Digit<T>(source[^1] % 45);
            destination[at] = Digit<T>(source[^1] / 45);
        }
    }

    /// <summary>Decodes exactly <paramref name="destination"/>'s length; false for a wrong length, character or value.</summary>
    public static bool TryDecode(ReadOnlySpan<char> source, Span<byte> destination)
    {
        if (source.Length != EncodedLength(destination.Length))
        {
            return false;
        }
        var at = 0;
        for (var i = 0; i + 2 < source.Length; i += 3)
        {
            int low = Value(source[i]),
                middle = Value(source[i + 1]),
                high = Value(source[i + 2]);
            var n = low + 45 * middle + 45 * 45 * high;
            if (low == Invalid || middle == Invalid || high == Invalid || n > ushort.MaxValue)
            {
                return false;
            }
            destination[at++] = (byte)(n >> 8);
            destination[at++] = (byte)n;
        }
        if (source.Length % 3 == 2)
        {
            int low = Value(source[^2]),
                high = Value(source[^1]);
            var n = low + 45 * high;
            if (low == Invalid || high == Invalid || n > byte.MaxValue)
            {
                return false;
            }
            destination[at] = (byte)n;
        }
        return true;
    }

    private static T Digit<T>(int value)
        where T : unmanaged, IBinaryInteger<T> => T.CreateTruncating(Alphabet[value]);

    private static int Value(char c) => c < Values.Length ? Values[c] : Invalid;

    private static byte[] BuildValues()
    {
        var values = new byte[128];
        Array.Fill(values, Invalid);
        for (var i = 0; i < Alphabet.Length; i++)
        {
            values[Alphabet[i]] = (byte)i;
        }
        return values;
    }
}

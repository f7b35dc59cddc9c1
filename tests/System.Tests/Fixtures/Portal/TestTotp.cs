using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using KiPass.SystemTests.Portal;

namespace KiPass.SystemTests.Fixtures;

/// <summary>An authenticator app of another make than the portal's own code (RFC 6238, SHA-1, six digits).</summary>
internal static class TestTotp
{
    public static string Code(string base32, long step)
    {
        var bits = string.Concat(base32.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c), 2).PadLeft(5, '0')));
        var key = bits.Chunk(8).Where(chunk => chunk.Length == 8).Select(chunk => Convert.ToByte(new string(chunk), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // What authenticator apps do.
        var mac = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var offset = mac[19] & 15;
        var number = BinaryPrimitives.ReadUInt32BigEndian(mac.AsSpan(offset)) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}

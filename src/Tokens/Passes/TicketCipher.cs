using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KiPass.Tokens.Passes;

/// <summary>
/// The tickets of one Korean day: AES-256, one block (FIPS 197), of visitor number, ticket number and six zero bytes, under the issuer's
/// random key of that day. Only the issuer can open a ticket, and only until the day key is destroyed (D + 29, 00:00).
/// </summary>
public static class TicketCipher
{
    /// <summary>Size of a day key, in bytes.</summary>
    public const int DayKeySize = 32;

    /// <summary>Tickets of one person and day: numbers 0 to 63.</summary>
    public const int TicketsPerDay = 64;

    private const int NumberAt = sizeof(ulong);
    private const int ZerosAt = NumberAt + sizeof(ushort);

    /// <summary>Makes a ticket under a day key (32 bytes).</summary>
    /// <param name="visitorNumber">64 random bits that the issuer keeps for each visitor and companion.</param>
    /// <param name="n">0 to 63.</param>
    /// <param name="dayKey">The issuer's key of the day.</param>
    /// <exception cref="ArgumentException">The key has another length, or the number is out of range.</exception>
    public static Ticket Make(ulong visitorNumber, int n, Aes dayKey)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(n, TicketsPerDay);
        ThrowIfWrongSize(dayKey);
        Span<byte> block = stackalloc byte[Ticket.Size];
        block.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(block, visitorNumber);
        BinaryPrimitives.WriteUInt16BigEndian(block[NumberAt..], (ushort)n);
        dayKey.EncryptEcb(block, block, PaddingMode.None);
        return Ticket.Read(block);
    }

    /// <summary>Opens a ticket under a day key (32 bytes); false for one that was not made with this key.</summary>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    public static bool TryOpen(Ticket ticket, Aes dayKey, out ulong visitorNumber, out int n)
    {
        ThrowIfWrongSize(dayKey);
        Span<byte> block = stackalloc byte[Ticket.Size];
        ticket.Write(block);
        dayKey.DecryptEcb(block, block, PaddingMode.None);
        visitorNumber = BinaryPrimitives.ReadUInt64BigEndian(block);
        n = BinaryPrimitives.ReadUInt16BigEndian(block[NumberAt..]);
        var isOurs = n < TicketsPerDay && !block[ZerosAt..].ContainsAnyExcept((byte)0);
        if (!isOurs)
        {
            (visitorNumber, n) = (0, 0);
        }
        return isOurs;
    }

    private static void ThrowIfWrongSize(Aes dayKey)
    {
        if (dayKey.KeySize != DayKeySize * 8)
        {
            throw new ArgumentException("A day key has 32 bytes.", nameof(dayKey));
        }
    }
}

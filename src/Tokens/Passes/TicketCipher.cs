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
        Span<Ticket> one = stackalloc Ticket[1];
        Make(visitorNumber, n, dayKey, one);
        return one[0];
    }

    /// <summary>Makes up to 64 tickets at once: <paramref name="first"/> and the numbers after it, where 0 follows 63.</summary>
    /// <inheritdoc cref="Make(ulong, int, Aes)"/>
    public static void Make(ulong visitorNumber, int first, Aes dayKey, Span<Ticket> tickets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(first, TicketsPerDay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tickets.Length, TicketsPerDay);
        ThrowIfWrongSize(dayKey);
        Span<byte> blocks = stackalloc byte[Ticket.Size * TicketsPerDay];
        blocks = blocks[..(Ticket.Size * tickets.Length)];
        blocks.Clear();
        for (var i = 0; i < tickets.Length; i++)
        {
            var block = blocks[(i * Ticket.Size)..];
            BinaryPrimitives.WriteUInt64BigEndian(block, visitorNumber);
            BinaryPrimitives.WriteUInt16BigEndian(block[NumberAt..], (ushort)((first + i) % TicketsPerDay));
        }
        dayKey.EncryptEcb(blocks, blocks, PaddingMode.None);
        for (var i = 0; i < tickets.Length; i++)
        {
            tickets[i] = Ticket.Read(blocks.Slice(i * Ticket.Size, Ticket.Size));
        }
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

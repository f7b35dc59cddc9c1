using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace KiPass.Tokens.Passes;

/// <summary>The key of one ticket, 32 bytes, from which a phone makes the codes of the ticket's day.</summary>
[InlineArray(Size)]
[SuppressMessage("Performance", "CA1815", Justification = "Keys are never compared.")]
public struct TicketKey
{
    /// <summary>Size of a ticket key, in bytes.</summary>
    public const int Size = 32;

    private const int HashBlock = 64;

    private byte first;

    [UnscopedRef]
    internal Span<byte> Bytes => MemoryMarshal.CreateSpan(ref first, Size);

    /// <summary>Reads 32 bytes.</summary>
    public static TicketKey Read(ReadOnlySpan<byte> bytes)
    {
        TicketKey key = default;
        bytes[..Size].CopyTo(key.Bytes);
        return key;
    }

    /// <summary>Writes 32 bytes.</summary>
    public void Write(Span<byte> destination) => Bytes.CopyTo(destination);

    /// <summary>HMAC-SHA-256 of the slot (RFC 2104): its first 12 bytes are the mac of the code, its first 16 the token id.</summary>
    internal void Mac(int slotOfDay, Span<byte> destination)
    {
        // Two hashes take two thirds of the time of HMACSHA256.HashData, which sets up a key that is used only once.
        Span<byte> inner = stackalloc byte[HashBlock + sizeof(ushort)];
        Span<byte> outer = stackalloc byte[HashBlock + SHA256.HashSizeInBytes];
        Pad(inner[..HashBlock], 0x36);
        Pad(outer[..HashBlock], 0x5C);
        BinaryPrimitives.WriteUInt16BigEndian(inner[HashBlock..], (ushort)slotOfDay);
        SHA256.HashData(inner, outer[HashBlock..]);
        SHA256.HashData(outer, destination);
    }

    private void Pad(Span<byte> block, byte pad)
    {
        block.Fill(pad);
        for (var i = 0; i < Size; i++)
        {
            block[i] ^= this[i];
        }
    }

    /// <summary>Redacted, so that a key cannot reach a log.</summary>
    public override readonly string ToString() => nameof(TicketKey);
}

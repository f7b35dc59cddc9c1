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

    /// <summary>HMAC-SHA-256 of the slot: its first 12 bytes are the mac of the code, its first 16 the token id.</summary>
    internal void Mac(int slotOfDay, Span<byte> destination)
    {
        Span<byte> slot = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(slot, (ushort)slotOfDay);
        HMACSHA256.HashData(Bytes, slot, destination);
    }

    /// <summary>Redacted, so that a key cannot reach a log.</summary>
    public override readonly string ToString() => nameof(TicketKey);
}

using System.Buffers.Binary;

namespace KiPass.Tokens.Passes;

/// <summary>The byte layout of a pass, 34 bytes: <c>kid(4) ‖ ticket(16) ‖ slot(2) ‖ mac(12)</c>.</summary>
internal static class PassLayout
{
    public const string Prefix = "KP2:";
    public const int Bytes = MacAt + MacSize;
    public const int MacSize = 12;

    private const int TicketAt = PassKeyId.Size;
    private const int SlotAt = TicketAt + Ticket.Size;
    private const int MacAt = SlotAt + sizeof(ushort);

    public static int TextLength { get; } = Prefix.Length + Base45.EncodedLength(Bytes);

    public static ReadOnlySpan<byte> Mac(ReadOnlySpan<byte> pass) => pass[MacAt..];

    public static void Write(Span<byte> pass, PassKeyId keyId, Ticket ticket, int slotOfDay, ReadOnlySpan<byte> mac)
    {
        keyId.Write(pass);
        ticket.Write(pass[TicketAt..]);
        BinaryPrimitives.WriteUInt16BigEndian(pass[SlotAt..], (ushort)slotOfDay);
        mac[..MacSize].CopyTo(pass[MacAt..]);
    }

    /// <summary>Reads everything but the mac; false for issuer 0 and for a slot that no day has.</summary>
    public static bool TryRead(ReadOnlySpan<byte> pass, out PassKeyId keyId, out Ticket ticket, out int slotOfDay)
    {
        keyId = PassKeyId.Read(pass);
        ticket = Ticket.Read(pass.Slice(TicketAt, Ticket.Size));
        slotOfDay = BinaryPrimitives.ReadUInt16BigEndian(pass[SlotAt..]);
        return keyId.Issuer != 0 && slotOfDay < Pass.SlotsPerDay;
    }
}

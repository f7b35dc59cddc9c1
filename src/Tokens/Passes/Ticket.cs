namespace KiPass.Tokens.Passes;

/// <summary>
/// A visitor's pseudonym (가명) for one showing of a code: 16 bytes that only the issuer can open. Two tickets of a person cannot be linked.
/// </summary>
public readonly record struct Ticket(Guid Value)
{
    /// <summary>Size of a ticket, in bytes.</summary>
    public const int Size = 16;

    /// <summary>Reads 16 bytes.</summary>
    public static Ticket Read(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> destination) => Value.TryWriteBytes(destination, bigEndian: true, out _);

    /// <summary>Redacted, so that a ticket cannot reach a log.</summary>
    public override string ToString() => nameof(Ticket);
}

namespace KiPass.Tokens.Passes;

/// <summary>
/// The single-use credential of a code: the first 16 bytes of HMAC-SHA-256(ticket key, slot), big endian in the <see cref="Guid"/>. One
/// ticket has one token in each slot.
/// </summary>
public readonly record struct TokenId(Guid Value)
{
    /// <summary>Size of a token id, in bytes.</summary>
    public const int Size = 16;

    /// <summary>Reads 16 bytes.</summary>
    public static TokenId Read(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> destination) => Value.TryWriteBytes(destination, bigEndian: true, out _);

    /// <summary>Redacted, so that a token id cannot reach a log.</summary>
    public override string ToString() => nameof(TokenId);
}

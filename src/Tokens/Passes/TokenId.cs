namespace KiPass.Tokens.Passes;

/// <summary>The single-use credential inside a pass (<c>cti</c>, RFC 8392): 16 random bytes, big endian in the <see cref="Guid"/>.</summary>
public readonly record struct TokenId(Guid Value)
{
    /// <summary>Size of a token id, in bytes.</summary>
    public const int Size = 16;

    /// <summary>A fresh token id from the system's random source.</summary>
    public static TokenId Random()
    {
        Span<byte> bytes = stackalloc byte[Size];
        BufferedRandom.Fill(bytes);
        return Read(bytes);
    }

    /// <summary>Reads 16 bytes.</summary>
    public static TokenId Read(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> destination) => Value.TryWriteBytes(destination, bigEndian: true, out _);

    /// <summary>Redacted, so that a token id cannot reach a log.</summary>
    public override string ToString() => nameof(TokenId);
}

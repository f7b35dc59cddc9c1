namespace KiPass.Tokens.Passes;

/// <summary>What the register knows of a visitor (가명) on one Korean day: 16 bytes, unlinkable to those of other days.</summary>
public readonly record struct Pseudonym(Guid Value)
{
    /// <summary>Bytes of a pseudonym.</summary>
    public const int Size = 16;

    /// <summary>Reads 16 bytes.</summary>
    public static Pseudonym Read(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> destination) => Value.TryWriteBytes(destination, bigEndian: true, out _);

    /// <summary>Nothing: a pseudonym never reaches a log or a message by accident.</summary>
    public override string ToString() => nameof(Pseudonym);
}

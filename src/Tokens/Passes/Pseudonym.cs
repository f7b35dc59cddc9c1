namespace KiPass.Tokens.Passes;

/// <summary>A visitor as the register knows them on one Korean day (가명): 16 bytes, unlinkable to those of other days.</summary>
public readonly record struct Pseudonym(Guid Value)
{
    /// <summary>Size of a pseudonym, in bytes.</summary>
    public const int Size = 16;

    /// <summary>Reads 16 bytes.</summary>
    public static Pseudonym Read(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> destination) => Value.TryWriteBytes(destination, bigEndian: true, out _);

    /// <summary>Redacted, so that a pseudonym cannot reach a log.</summary>
    public override string ToString() => nameof(Pseudonym);
}

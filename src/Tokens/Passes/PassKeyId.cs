using System.Buffers.Binary;

namespace KiPass.Tokens.Passes;

/// <summary>The <c>kid</c> of a pass: which channel key made it. 4 bytes: issuer number, then Korean day, both 16 bit big endian.</summary>
public readonly record struct PassKeyId(ushort Issuer, KoreanDay Day)
{
    /// <summary>Bytes of a key id.</summary>
    public const int Size = 4;

    /// <summary>Reads 4 bytes.</summary>
    public static PassKeyId Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt16BigEndian(bytes), new KoreanDay(BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])));

    /// <summary>Writes 4 bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, Issuer);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], checked((ushort)Day.Number));
    }
}

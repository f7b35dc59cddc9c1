using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KiPass.Issuer.Personal;

/// <summary>64 random bits that stand for a visitor or companion inside tickets (<c>pass-format.md</c>); stored as 8 bytes, big endian.</summary>
internal readonly record struct VisitorNumber(ulong Value)
{
    public const int Size = sizeof(ulong);

    public static VisitorNumber Random()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        return Read(bytes);
    }

    /// <summary>Reads the first 8 bytes.</summary>
    public static VisitorNumber Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64BigEndian(bytes));

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Value);
        return bytes;
    }

    /// <summary>Redacted, so that the number of a person cannot reach a log.</summary>
    public override string ToString() => nameof(VisitorNumber);
}

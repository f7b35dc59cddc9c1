using System.Security.Cryptography;

namespace KiPass.Issuer.Personal;

/// <summary>A random 16-byte id of a person or verification; big endian, so that its text and its bytes have the same order.</summary>
internal readonly record struct Id(Guid Value)
{
    public const int Size = 16;

    public static Id Random()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        return Read(bytes);
    }

    public static Id Read(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    public static Id? Parse(string? text) => Guid.TryParseExact(text, "D", out var value) ? new Id(value) : null;

    public byte[] ToBytes() => Value.ToByteArray(bigEndian: true);

    public void Write(Span<byte> destination) => Value.TryWriteBytes(destination, bigEndian: true, out _);

    public string ToText() => Value.ToString("D");

    /// <summary>Redacted, so that an id of a person cannot reach a log.</summary>
    public override string ToString() => nameof(Id);
}

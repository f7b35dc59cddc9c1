using KiPass.Contracts.Facilities;

namespace KiPass.Portal.Shared.Facilities;

/// <summary>Detects the type of a file from its content. Ignores the file name and the media type that the browser sends.</summary>
public static class CertificateFile
{
    private const int TrailerWindow = 1024;

    /// <summary>Gets the type of a complete PDF, JPEG or PNG. Null for any other file and for a truncated one.</summary>
    public static CertificateKind? KindOf(ReadOnlySpan<byte> file) =>
        file.StartsWith("%PDF-1."u8) || file.StartsWith("%PDF-2."u8)
            ? file[^Math.Min(file.Length, TrailerWindow)..].IndexOf("%%EOF"u8) >= 0
                ? CertificateKind.Pdf
                : null
            : file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
                ? file.TrimEnd((byte)0).EndsWith((ReadOnlySpan<byte>)[0xFF, 0xD9])
                    ? CertificateKind.Jpeg
                    : null
                : file.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
                    ? file.EndsWith((ReadOnlySpan<byte>)[0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])
                        ? CertificateKind.Png
                        : null
                    : null;

    public static string MediaType(CertificateKind kind) =>
        kind switch
        {
            CertificateKind.Pdf => "application/pdf",
            CertificateKind.Jpeg => "image/jpeg",
            _ => "image/png",
        };
}

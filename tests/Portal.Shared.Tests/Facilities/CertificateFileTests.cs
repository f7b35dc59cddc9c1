using System.Text;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Shared.Facilities;

namespace KiPass.Portal.Shared.Tests.Facilities;

public sealed class CertificateFileTests
{
    private static readonly byte[] Png =
    [
        0x89,
        0x50,
        0x4E,
        0x47,
        0x0D,
        0x0A,
        0x1A,
        0x0A,
        1,
        2,
        3,
        0x49,
        0x45,
        0x4E,
        0x44,
        0xAE,
        0x42,
        0x60,
        0x82,
    ];
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 0xFF, 0xD9];
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj\ntrailer\n%%EOF\n");

    [Fact]
    public void Detects_the_type_of_complete_files_by_their_content()
    {
        Assert.Equal(CertificateKind.Png, CertificateFile.KindOf(Png));
        Assert.Equal(CertificateKind.Jpeg, CertificateFile.KindOf(Jpeg));
        Assert.Equal(CertificateKind.Pdf, CertificateFile.KindOf(Pdf));
    }

    [Fact]
    public void Rejects_truncated_files()
    {
        Assert.Null(CertificateFile.KindOf(Png.AsSpan()[..^1]));
        Assert.Null(CertificateFile.KindOf(Jpeg.AsSpan()[..^1]));
        Assert.Null(CertificateFile.KindOf(Pdf.AsSpan()[..^4]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("MZ\u0090 not a picture")]
    [InlineData("GIF89a")]
    public void Rejects_files_of_unsupported_types(string content) =>
        Assert.Null(CertificateFile.KindOf(Encoding.Latin1.GetBytes(content)));
}

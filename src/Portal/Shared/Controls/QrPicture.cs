using QRCoder;

namespace KiPass.Portal.Shared.Controls;

/// <summary>QR codes as images. They are dark on white in every theme, because scanners need it.</summary>
public static class QrPicture
{
    /// <summary>
    /// Creates a PNG as a <c>data:</c> URI. Uses error correction level L: a screen does not damage the code, and fewer modules scan
    /// faster.
    /// </summary>
    public static string DataUri(string text) => DataUri(text, QRCodeGenerator.ECCLevel.L);

    /// <summary>Creates the QR code of a pairing link, with the error correction level that docs/pairing.md requires (M).</summary>
    public static string PairingUri(string link) => DataUri(link, QRCodeGenerator.ECCLevel.M);

    private static string DataUri(string text, QRCodeGenerator.ECCLevel level)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, level);
        using var code = new PngByteQRCode(data);
        return "data:image/png;base64," + Convert.ToBase64String(code.GetGraphic(pixelsPerModule: 8, drawQuietZones: true));
    }
}

using QRCoder;

namespace KiPass.Portal.Shared.Controls;

/// <summary>QR codes as pictures, always dark on white: scanners need it, whatever the theme.</summary>
public static class QrPicture
{
    /// <summary>A PNG as a <c>data:</c> address. Level L: on a screen nothing is damaged, and fewer modules are read faster.</summary>
    public static string DataUri(string text) => DataUri(text, QRCodeGenerator.ECCLevel.L);

    /// <summary>A pairing link, at the level that docs/pairing.md asks for.</summary>
    public static string PairingUri(string link) => DataUri(link, QRCodeGenerator.ECCLevel.M);

    private static string DataUri(string text, QRCodeGenerator.ECCLevel level)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, level);
        using var code = new PngByteQRCode(data);
        return "data:image/png;base64," + Convert.ToBase64String(code.GetGraphic(pixelsPerModule: 8, drawQuietZones: true));
    }
}

namespace KiPass.Portal.Owners.Devices;

/// <summary>The link in a pairing QR (docs/pairing.md). Everything secret stands behind the <c>#</c>, which browsers send to no server.</summary>
internal static class PairingLink
{
    /// <param name="thumbprint">RFC 7638 thumbprint of the authority's encryption key; null when the register did not say it.</param>
    public static string Of(Uri registerUrl, string code, string? thumbprint) =>
        $"{registerUrl.GetLeftPart(UriPartial.Path).TrimEnd('/')}/scanner/#pair={Uri.EscapeDataString(code)}"
        + (thumbprint is null ? "" : $"&authority={thumbprint}");
}

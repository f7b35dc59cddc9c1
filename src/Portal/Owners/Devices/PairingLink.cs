namespace KiPass.Portal.Owners.Devices;

/// <summary>
/// The link in a pairing QR code (docs/pairing.md). All secrets are in the fragment after <c>#</c>, which browsers do not send to servers.
/// </summary>
internal static class PairingLink
{
    /// <param name="thumbprint">RFC 7638 thumbprint of the authority's encryption key. Null if the register did not provide it.</param>
    public static string Of(Uri registerUrl, string code, string? thumbprint) =>
        $"{registerUrl.GetLeftPart(UriPartial.Path).TrimEnd('/')}/scanner/#pair={Uri.EscapeDataString(code)}"
        + (thumbprint is null ? "" : $"&authority={thumbprint}");
}

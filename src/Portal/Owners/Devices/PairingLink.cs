using KiPass.Tokens.Keys;
using KiPass.Tokens.KeyStatements;

namespace KiPass.Portal.Owners.Devices;

/// <summary>
/// The link in a pairing QR code (docs/pairing.md). All secrets are in the fragment after <c>#</c>, which browsers do not send to servers.
/// </summary>
internal static class PairingLink
{
    /// <param name="authority">The authority's keys; null if the register did not provide them.</param>
    public static string Of(Uri registerUrl, string code, TrustedAuthority? authority) =>
        $"{registerUrl.GetLeftPart(UriPartial.Path).TrimEnd('/')}/scanner/#pair={Uri.EscapeDataString(code)}"
        + (authority is null ? "" : $"&authority={authority.EncryptionKey.Thumbprint}")
        + (
            authority is not null && KeyChain.CheckKey(authority) == authority.SigningKey
                ? $"&signer={authority.SigningKey.Thumbprint}"
                : ""
        );
}

using KiPass.Tokens.Keys;

namespace KiPass.Cli.Keys;

/// <summary>A property of transferred keys, formatted for people to compare.</summary>
/// <param name="Name">Name, such as <c>signing</c>.</param>
/// <param name="Value">A thumbprint (RFC 7638), or another value.</param>
/// <param name="IsThumbprint">Whether the value is a thumbprint.</param>
internal sealed record KeyLine(string Name, string Value, bool IsThumbprint = true)
{
    public static IEnumerable<KeyLine> Of(TrustedIssuer issuer) =>
        [
            new("name", issuer.Name, IsThumbprint: false),
            new("url", $"{issuer.Url}", IsThumbprint: false),
            .. Of(issuer.AgreementKey, issuer.SigningKey, issuer.EncryptionKey),
        ];

    public static IEnumerable<KeyLine> Of(TrustedRegister register) =>
        Of(register.AgreementKey, register.SigningKey, register.EncryptionKey);

    public static IEnumerable<KeyLine> Of(TrustedAuthority authority) => Of(null, authority.SigningKey, authority.EncryptionKey);

    public static IEnumerable<KeyLine> Of(TrustedOwners owners) => Of(null, owners.SigningKey, encryption: null);

    /// <summary>Returns the thumbprints of a domain's keys.</summary>
    public static IEnumerable<KeyLine> Of(AgreementKeys? agreement, EcJwk signing, EcJwk? encryption) =>
        [
            .. (agreement?.Keys ?? []).Select(key => new KeyLine("agreement", key.Key.Thumbprint)),
            new("signing", signing.Thumbprint),
            .. encryption is null ? Array.Empty<KeyLine>() : [new("encryption", encryption.Thumbprint)],
        ];
}

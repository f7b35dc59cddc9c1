using System.Text.Json.Serialization;

namespace KiPass.Tokens.Keys;

/// <summary>An issuer (QR 발급회사) as the other domains pin it: the file of <c>./kipass issuer add</c> and <c>/.well-known/kipass-issuer.json</c>. Public keys only.</summary>
public sealed record TrustedIssuer(
    [property: JsonPropertyName("number"), JsonRequired] ushort Number,
    [property: JsonPropertyName("name"), JsonRequired] string Name,
    [property: JsonPropertyName("url"), JsonRequired] Uri Url,
    [property: JsonPropertyName("agreementKey"), JsonRequired] AgreementKeys AgreementKey,
    [property: JsonPropertyName("signingKey"), JsonRequired] EcJwk SigningKey,
    [property: JsonPropertyName("encryptionKey"), JsonRequired] EcJwk EncryptionKey
);

/// <summary>The register (사회보장정보원) as issuers and the authority pin it. Public keys only.</summary>
public sealed record TrustedRegister(
    [property: JsonPropertyName("agreementKey"), JsonRequired] AgreementKeys AgreementKey,
    [property: JsonPropertyName("signingKey"), JsonRequired] EcJwk SigningKey,
    [property: JsonPropertyName("encryptionKey"), JsonRequired] EcJwk EncryptionKey
);

/// <summary>
/// The authority (방역당국) as register and issuers pin it. Public keys only, and the statements with which it announced them
/// (<see cref="KeyStatements.KeyChain"/>); null from an authority of an earlier version.
/// </summary>
public sealed record TrustedAuthority(
    [property: JsonPropertyName("signingKey"), JsonRequired] EcJwk SigningKey,
    [property: JsonPropertyName("encryptionKey"), JsonRequired] EcJwk EncryptionKey,
    [property: JsonPropertyName("keyStatements"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyList<string>? KeyStatements = null
);

/// <summary>The owners' portal (시설 영역) as the register pins it: the key of its call tokens. Public key only.</summary>
public sealed record TrustedOwners([property: JsonPropertyName("signingKey"), JsonRequired] EcJwk SigningKey);

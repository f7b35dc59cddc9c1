using System.Collections.Immutable;

namespace KiPass.Contracts.Traces;

/// <summary>What a trace found: sealed parts that only the authority can open and only together make a line list.</summary>
/// <param name="Findings">
/// Signed by the register, sealed to the authority: facilities, the case's stays, contacts as pseudonyms, paper entries
/// (<see cref="Tokens.Orders.TraceFindings"/>).
/// </param>
/// <param name="Identities">Of each issuer that answered, signed by it and sealed to the authority (<see cref="Tokens.Orders.IdentitiesAnswer"/>).</param>
/// <param name="Issuers">Each issuer that was asked; those without an answer make the result partial.</param>
/// <param name="Head">The register's signed audit chain head, for the authority to keep (<see cref="Tokens.Audit.SignedHead"/>).</param>
[GenerateSerializer, Immutable, Alias("kipass.trace-result")]
public sealed record TraceResult(
    [property: Id(0)] string Findings,
    [property: Id(1)] ImmutableArray<SealedIdentities> Identities,
    [property: Id(2)] ImmutableArray<IssuerProgress> Issuers,
    [property: Id(3)] string Head = ""
);

/// <summary>One issuer's sealed answer.</summary>
/// <param name="Issuer">Its number.</param>
/// <param name="Sealed">The JWE.</param>
/// <param name="Head">The issuer's signed audit chain head that came with it, for the authority to keep.</param>
[GenerateSerializer, Immutable, Alias("kipass.sealed-identities")]
public sealed record SealedIdentities([property: Id(0)] ushort Issuer, [property: Id(1)] string Sealed, [property: Id(2)] string Head = "");

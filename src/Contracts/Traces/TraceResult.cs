using System.Collections.Immutable;

namespace KiPass.Contracts.Traces;

/// <summary>Results of a trace: sealed parts that only the authority can open and join into a line list.</summary>
/// <param name="Findings">
/// Signed by the register and sealed to the authority: facilities, visits of the case, contacts as tickets, paper visits
/// (<see cref="Tokens.Orders.TraceFindings"/>).
/// </param>
/// <param name="Identities">
/// The answers of the issuers, each signed by its issuer and sealed to the authority (<see cref="Tokens.Orders.IdentitiesAnswer"/>).
/// </param>
/// <param name="Issuers">The issuers that were asked; the result is partial if one has not answered.</param>
/// <param name="Head">
/// The register's signed audit chain head, to be stored by the authority (<see cref="Tokens.Audit.SignedHead"/>).
/// </param>
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
/// <param name="Head">The issuer's signed audit chain head, to be stored by the authority.</param>
[GenerateSerializer, Immutable, Alias("kipass.sealed-identities")]
public sealed record SealedIdentities([property: Id(0)] ushort Issuer, [property: Id(1)] string Sealed, [property: Id(2)] string Head = "");

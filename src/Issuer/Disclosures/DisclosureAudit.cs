using System.Globalization;
using KiPass.Hosting.Problems;
using KiPass.Issuer.Audit;
using KiPass.Issuer.Storage;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;

namespace KiPass.Issuer.Disclosures;

/// <summary>Audits every request that the register signed, granted or refused, without personal data.</summary>
internal sealed class DisclosureAudit(DomainFolder domain, IssuerDatabase database, AuditLog audit)
{
    /// <summary>Appends a disclosure with its counts, within the caller's transaction.</summary>
    public Task<ChainHead> Granted(
        DatabaseSession session,
        VerifiedRequest verified,
        string what,
        IEnumerable<(string Name, long Count)> counts,
        CancellationToken cancellationToken
    ) =>
        audit.Append(
            session,
            $"{what}-disclosed",
            Facts(verified).Concat(counts.Select(c => KeyValuePair.Create(c.Name, c.Count.ToString(CultureInfo.InvariantCulture)))),
            cancellationToken
        );

    /// <summary>Appends a refusal; the audited facts depend on which signatures are valid.</summary>
    public async Task Refused(VerifiedRequest verified, string what, Problem problem, string reason, CancellationToken cancellationToken)
    {
        await using var session = await database.Begin(AuditLog.Exclusive, cancellationToken);
        var facts = Facts(verified).Concat([new("what", what), new("code", problem.Code), new("reason", reason)]);
        await audit.Append(session, "disclosure-refused", facts, cancellationToken);
        await session.Commit(cancellationToken);
    }

    // The chains of register and authority contain our heads, and ours contains theirs, so no party can rewrite its own chain unnoticed.
    private IEnumerable<KeyValuePair<string, string>> Facts(VerifiedRequest verified)
    {
        if (verified.Request is { } request)
        {
            yield return new("request", request.Id.ToString());
        }
        if (verified.Order is { } order)
        {
            yield return new("order", order.Id.ToString());
            yield return new("case", order.Case);
        }
        if (verified.Head is not null)
        {
            yield return new("registerHead", verified.Request!.Head);
        }
        if (verified.Order?.SignedHeadOf(domain.Authority().SigningKey) is { } authority)
        {
            yield return new("authorityHead", authority);
        }
    }
}

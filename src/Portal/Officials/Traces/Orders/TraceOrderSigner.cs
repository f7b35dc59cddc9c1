using KiPass.Portal.Officials.Keys;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Settings;
using KiPass.Tokens;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.Orders;

/// <summary>Turns an approved draft into the signed order of <c>trace-order.md</c>: each part sealed to the one party that may read it.</summary>
internal sealed class TraceOrderSigner(PortalSettings settings, IAuthorityKeys keys, TimeProvider time)
{
    private readonly DomainFolder domain = new(settings.Data);

    /// <summary>The issuers that are pinned: number and name.</summary>
    public IReadOnlyList<TrustedIssuer> Issuers() => domain.Issuers();

    /// <summary>Seals an index person to the authority's own key, to be kept until the order is signed and shown to its officials.</summary>
    /// <exception cref="DomainFolderException">The key is missing.</exception>
    public string SealOwn(IndexPerson person) => person.Seal(keys.Current().PublicKey);

    /// <summary>The index person of an order; null when there is none or its key is destroyed.</summary>
    public IndexPerson? Person(TraceOrderRow order) => keys.Open(key => IndexPerson.Open(order.SealedPerson, key));

    /// <summary>Signs.</summary>
    /// <param name="order">The row of an order that is approved.</param>
    /// <param name="caseRow">Its case.</param>
    /// <param name="approvedBy">Who approved, in the order of their approvals.</param>
    /// <param name="approve">Called once nothing can fail any more: notes the approval and gives the chain head that register and issuers keep.</param>
    /// <returns>The JWS, or why there is none.</returns>
    public (TraceOrderOutcome Answer, string? Jws) Sign(
        TraceOrderRow order,
        CaseRow caseRow,
        IReadOnlyList<Guid> approvedBy,
        Func<ChainHead> approve
    )
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        if (order.FromDay < KoreanDay.Of(now) - TraceOrder.MostDaysBack)
        {
            return (TraceOrderOutcome.Outdated, null);
        }
        try
        {
            var issuers = order.Kind == TraceKind.Case ? Asked(order) : [];
            if (order.Kind == TraceKind.Case && (issuers.Count == 0 || Person(order) is null))
            {
                return (TraceOrderOutcome.KeysMissing, null);
            }
            var part = new RegisterPart(
                order.Kind,
                order.Dwell,
                order.CloseMinutes,
                order.FacilityId,
                order.WindowFrom,
                order.WindowTo,
                caseRow.District == "*" ? null : caseRow.District,
                order.Forward
            );
            var key = keys.Signing();
            var draft = new TraceOrder(
                order.Id,
                now,
                now.AddDays(TraceOrder.MostValidDays),
                caseRow.Number,
                order.Ground,
                $"{order.RequestedBy}",
                string.Join('+', approvedBy),
                order.FromDay,
                order.ToDay,
                order.MaxContacts,
                order.NoticeAfterDays,
                issuers.ToDictionary(issuer => issuer.Number, issuer => Person(order)!.Seal(issuer.EncryptionKey)),
                part.Seal(domain.Register().EncryptionKey)
            );
            var signed = draft with { Head = SignedHead.Sign(approve(), "authority", now, key) };
            return (TraceOrderOutcome.Done, signed.Sign(key));
        }
        catch (DomainFolderException)
        {
            return (TraceOrderOutcome.KeysMissing, null);
        }
    }

    private List<TrustedIssuer> Asked(TraceOrderRow order) =>
        [.. domain.Issuers().Where(issuer => order.Issuers.Count == 0 || order.Issuers.Contains(issuer.Number))];
}

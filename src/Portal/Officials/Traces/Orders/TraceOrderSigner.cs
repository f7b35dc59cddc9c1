using KiPass.Portal.Officials.Keys;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Settings;
using KiPass.Tokens;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.Orders;

/// <summary>
/// Creates the signed order of <c>trace-order.md</c> from an approved draft. Each part is encrypted for the one party that may read it.
/// </summary>
internal sealed class TraceOrderSigner(PortalSettings settings, IAuthorityKeys keys, TimeProvider time)
{
    private readonly DomainFolder domain = new(settings.Data);

    /// <summary>The pinned issuers: number and name.</summary>
    public IReadOnlyList<TrustedIssuer> Issuers() => domain.Issuers();

    /// <summary>
    /// Encrypts an index person with the authority's own key, for storage until the order is signed and for display to its officials.
    /// </summary>
    /// <exception cref="DomainFolderException">The key is missing.</exception>
    public string SealOwn(IndexPerson person) => person.Seal(keys.Current().PublicKey);

    /// <summary>Decrypts the index person of an order; null if there is none or its key was destroyed.</summary>
    public IndexPerson? Person(TraceOrderRow order) => keys.Open(key => IndexPerson.Open(order.SealedPerson, key));

    /// <summary>Signs an order.</summary>
    /// <param name="order">The approved order.</param>
    /// <param name="caseRow">The case of the order.</param>
    /// <param name="approvedBy">The approvers, in the order of their approvals.</param>
    /// <param name="approve">
    /// Called after all other checks have passed. Records the approval and returns the chain head that the register and the issuers store.
    /// </param>
    /// <returns>The JWS, or the reason why the order could not be signed.</returns>
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
                caseRow.District == "*" ? null : caseRow.District
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
                part.Seal(domain.Register().EncryptionKey),
                Forward: order.Forward
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

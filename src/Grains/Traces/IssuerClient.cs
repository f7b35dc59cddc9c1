using System.Globalization;
using KiPass.Contracts.Traces;
using KiPass.Grains.Audit;
using KiPass.Grains.Database;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Traces;

/// <summary>
/// Sends the requests of an order to issuers. Each request is recorded in the audit log before it is sent, and each answer with the
/// issuer's chain head after it arrives, so that neither side can rewrite its log.
/// </summary>
internal sealed class IssuerClient(
    DomainFolder domain,
    IIssuerTransport transport,
    AuditLog audit,
    TimeProvider time,
    ILogger<IssuerClient> log
)
{
    /// <summary>Requests the tickets of the index person.</summary>
    public async Task<TicketsReply> Subjects(TraceOrder order, string orderText, ushort issuer, CancellationToken cancellationToken)
    {
        var reply = await Ask("subjects", order, orderText, issuer, null, cancellationToken);
        var now = time.GetUtcNow();
        return await Open(reply, "subjects", TicketsAnswer.Subjects, order, issuer, MaxSubjects, day => order.Covers(day.Day, now));
    }

    /// <summary>Requests, for a forward order, the other tickets of the contacts' owners on the same days.</summary>
    public async Task<TicketsReply> Siblings(
        TraceOrder order,
        string orderText,
        ushort issuer,
        IReadOnlyList<DayTickets> contacts,
        CancellationToken cancellationToken
    )
    {
        var reply = await Ask("siblings", order, orderText, issuer, contacts, cancellationToken);
        var most = contacts.Sum(day => day.Tickets.Count) * TicketCipher.TicketsPerDay;
        var days = contacts.Select(day => day.Day).ToHashSet();
        return await Open(reply, "siblings", TicketsAnswer.Siblings, order, issuer, most, group => days.Contains(group.Day));
    }

    /// <summary>Requests the identities of contacts; the answer is sealed to the authority.</summary>
    public async Task<IdentitiesReply> Identities(
        TraceOrder order,
        string orderText,
        ushort issuer,
        IReadOnlyList<DayTickets> contacts,
        CancellationToken cancellationToken
    )
    {
        var reply = await Ask("identities", order, orderText, issuer, contacts, cancellationToken);
        return new IdentitiesReply(reply.Outcome, reply.Code, reply.Sealed, reply.Head);
    }

    /// <summary>The current head of the register's audit chain, signed for the authority; empty when the database did not answer.</summary>
    public async Task<string> Head()
    {
        try
        {
            return SignedHead.Sign(await audit.Head(), "register", time.GetUtcNow(), new FileSigningKey(domain.SigningKey()));
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            return "";
        }
    }

    // Four people, when a phone number was passed on.
    private const int MaxSubjects = 4 * TicketCipher.TicketsPerDay * (TraceOrder.MostDaysBack + 1);

    private async Task<TicketsReply> Open(
        Reply reply,
        string route,
        string type,
        TraceOrder order,
        ushort issuer,
        int most,
        Func<DayTickets, bool> isAsked
    )
    {
        if (reply is not { Outcome: IssuerAnswer.Answered, Issuer: { } trusted, Sealed: { } text })
        {
            return new TicketsReply(reply.Outcome, reply.Code, []);
        }
        var key = new FileDecryptionKey(domain.EncryptionKey());
        var answer = TicketsAnswer.Open(text, type, key, trusted.SigningKey, order.Id);
        var failure =
            answer is null ? IssuerFailures.Signature
            : answer.Tickets.Sum(day => day.Tickets.Count) > most || !answer.Tickets.All(isAsked) ? IssuerFailures.Range
            : null;
        if (failure is not null)
        {
            LogUnusable(route, order, issuer, IssuerAnswer.NotAuthentic, failure);
            var refused = new Dictionary<string, string>
            {
                ["order"] = order.Id.ToString(),
                ["issuer"] = issuer.ToString(CultureInfo.InvariantCulture),
                ["reason"] = failure,
            };
            await audit.Append($"{route}-refused", refused);
            return new TicketsReply(IssuerAnswer.NotAuthentic, failure, []);
        }
        return answer!.Tickets.Count == 0
            ? new TicketsReply(IssuerAnswer.NoMatch, "", [])
            : new TicketsReply(IssuerAnswer.Answered, "", answer.Tickets);
    }

    private async Task<Reply> Ask(
        string route,
        TraceOrder order,
        string orderText,
        ushort issuer,
        IReadOnlyList<DayTickets>? contacts,
        CancellationToken cancellationToken
    )
    {
        if (Find(issuer) is not { } trusted)
        {
            LogUnusable(route, order, issuer, IssuerAnswer.Unknown, IssuerFailures.NotPinned);
            return new Reply(IssuerAnswer.Unknown, IssuerFailures.NotPinned);
        }
        var asked = new Dictionary<string, string>
        {
            ["order"] = order.Id.ToString(),
            ["issuer"] = issuer.ToString(CultureInfo.InvariantCulture),
            ["contacts"] = (contacts?.Sum(c => c.Tickets.Count) ?? 0).ToString(CultureInfo.InvariantCulture),
        };
        if (await audit.Append($"{route}-asked", asked, cancellationToken: cancellationToken) is not { } head)
        {
            LogUnusable(route, order, issuer, IssuerAnswer.Unreachable, IssuerFailures.Audit);
            return new Reply(IssuerAnswer.Unreachable, IssuerFailures.Audit);
        }
        var signingKey = new FileSigningKey(domain.SigningKey());
        var now = time.GetUtcNow();
        var request = new DisclosureRequest(
            Guid.NewGuid(),
            issuer,
            now,
            now.AddMinutes(DisclosureRequest.MostValidMinutes),
            orderText,
            SignedHead.Sign(head, "register", now, signingKey),
            contacts
        );
        var delivery = await transport.Post(trusted, route, request.Sign(signingKey), cancellationToken);
        var theirs = SignedHead.Verify(delivery.Answer?.Head, $"issuer:{issuer}", trusted.SigningKey);
        var outcome =
            delivery.Refusal is not null ? IssuerAnswer.Refused
            : delivery.Answer is null ? IssuerAnswer.Unreachable
            : theirs is null ? IssuerAnswer.NotAuthentic
            : IssuerAnswer.Answered;
        var code = delivery.Refusal ?? (outcome == IssuerAnswer.NotAuthentic ? IssuerFailures.Head : delivery.Failure);
        asked["outcome"] = outcome.ToString();
        if (outcome != IssuerAnswer.Answered)
        {
            asked["reason"] = code;
            LogUnusable(route, order, issuer, outcome, code);
        }
        if (theirs is not null)
        {
            asked["issuerHead"] = delivery.Answer!.Head;
        }
        // An answer that cannot be recorded must not be used.
        return await audit.Append($"{route}-answered", asked, cancellationToken: cancellationToken) is null
            ? new Reply(IssuerAnswer.Unreachable, IssuerFailures.Audit)
            : new Reply(outcome, code, trusted, delivery.Answer?.Sealed, delivery.Answer?.Head ?? "");
    }

    private void LogUnusable(string route, TraceOrder order, ushort issuer, IssuerAnswer outcome, string reason) =>
        log.LogWarning(
            "Order {Order}: no usable answer of issuer {Issuer} about {Route}: {Outcome}, {Reason}.",
            order.Id,
            issuer,
            route,
            outcome,
            reason
        );

    private TrustedIssuer? Find(ushort issuer)
    {
        try
        {
            return domain.Issuer(issuer);
        }
        catch (DomainFolderException)
        {
            return null;
        }
    }

    private sealed record Reply(
        IssuerAnswer Outcome,
        string Code = "",
        TrustedIssuer? Issuer = null,
        string? Sealed = null,
        string Head = ""
    );
}

/// <summary>An issuer's answer with tickets: of the index person by day, or of the owner of each contact's ticket.</summary>
internal sealed record TicketsReply(IssuerAnswer Outcome, string Code, IReadOnlyList<DayTickets> Tickets);

/// <summary>An issuer's answer to the request for identities: sealed, with its signed chain head for the authority.</summary>
internal sealed record IdentitiesReply(IssuerAnswer Outcome, string Code, string? Sealed, string Head = "");

using System.Globalization;
using KiPass.Contracts.Traces;
using KiPass.Grains.Audit;
using KiPass.Grains.Database;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Traces;

/// <summary>
/// Sends the requests of an order to issuers. Each request is recorded in the audit log before it is sent, and each answer with the
/// issuer's chain head after it arrives, so that neither side can rewrite its log.
/// </summary>
internal sealed class IssuerClient(DomainFolder domain, IIssuerTransport transport, AuditLog audit, TimeProvider time)
{
    /// <summary>Requests the tickets of the index person.</summary>
    public async Task<TicketsReply> Subjects(TraceOrder order, string orderText, ushort issuer, CancellationToken cancellationToken)
    {
        var reply = await Ask("subjects", order, orderText, issuer, null, cancellationToken);
        var now = time.GetUtcNow();
        return Open(reply, TicketsAnswer.Subjects, order, MaxSubjects, day => order.Covers(day.Day, now));
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
        return Open(reply, TicketsAnswer.Siblings, order, most, group => days.Contains(group.Day));
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

    private TicketsReply Open(Reply reply, string type, TraceOrder order, int most, Func<DayTickets, bool> isAsked)
    {
        if (reply is not { Outcome: IssuerAnswer.Answered, Issuer: { } trusted, Sealed: { } text })
        {
            return new TicketsReply(reply.Outcome, reply.Code, []);
        }
        var key = new FileDecryptionKey(domain.EncryptionKey());
        var answer = TicketsAnswer.Open(text, type, key, trusted.SigningKey, order.Id);
        return answer is null || !answer.Tickets.All(isAsked) || answer.Tickets.Sum(day => day.Tickets.Count) > most
                ? new TicketsReply(IssuerAnswer.NotAuthentic, "", [])
            : answer.Tickets.Count == 0 ? new TicketsReply(IssuerAnswer.NoMatch, "", [])
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
            return new Reply(IssuerAnswer.Unknown);
        }
        var asked = new Dictionary<string, string>
        {
            ["order"] = order.Id.ToString(),
            ["issuer"] = issuer.ToString(CultureInfo.InvariantCulture),
            ["contacts"] = (contacts?.Sum(c => c.Tickets.Count) ?? 0).ToString(CultureInfo.InvariantCulture),
        };
        if (await audit.Append($"{route}-asked", asked, cancellationToken: cancellationToken) is not { } head)
        {
            return new Reply(IssuerAnswer.Unreachable);
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
        asked["outcome"] = outcome.ToString();
        if (theirs is not null)
        {
            asked["issuerHead"] = delivery.Answer!.Head;
        }
        // An answer that cannot be recorded must not be used.
        return await audit.Append($"{route}-answered", asked, cancellationToken: cancellationToken) is null
            ? new Reply(IssuerAnswer.Unreachable)
            : new Reply(outcome, delivery.Refusal ?? "", trusted, delivery.Answer?.Sealed, delivery.Answer?.Head ?? "");
    }

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

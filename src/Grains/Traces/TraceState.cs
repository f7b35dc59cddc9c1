using System.Collections.Immutable;
using KiPass.Contracts.Traces;
using KiPass.Grains.Visits;
using KiPass.Tokens;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Traces;

/// <summary>The state of a trace. Written last in each step, so that every step it contains is complete.</summary>
internal sealed record TraceState
{
    /// <summary>The order's JWS.</summary>
    public string Order { get; init; } = "";

    public TraceStage Stage { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Counts of the findings.</summary>
    public FindingCounts Counts { get; init; } = new(0, 0, 0, 0, 0);

    public ImmutableArray<IssuerProgress> Issuers { get; init; } = [];

    /// <summary>How often officials had an issuer asked again.</summary>
    public int Retries { get; init; }

    /// <summary>Whether the answer of an issuer is missing.</summary>
    public bool IsPartial() => Issuers.Any(issuer => issuer.IsMissing);

    public IssuerProgress? Issuer(ushort number) => Issuers.FirstOrDefault(issuer => issuer.Number == number);

    public TraceState With(IssuerProgress changed) =>
        this with
        {
            Issuers = [.. Issuers.Where(issuer => issuer.Number != changed.Number).Append(changed).OrderBy(issuer => issuer.Number)],
        };
}

/// <summary>The numbers of what a trace found.</summary>
/// <param name="LeftOut">Contacts and paper visits beyond the limit of the order.</param>
internal sealed record FindingCounts(int Facilities, int FacilitiesElsewhere, int Contacts, int Close, int PaperContacts, int LeftOut = 0);

/// <summary>
/// Tickets that a running trace needs. Cleared when it ends; if the answer of an issuer is missing, when the order expires, so that the
/// issuer can be asked again.
/// </summary>
internal sealed record TraceWork
{
    /// <summary>The case's tickets.</summary>
    public ImmutableArray<StoredTicket> Subjects { get; init; } = [];

    /// <summary>The contacts whose identities are requested, in the random order that issuers see.</summary>
    public ImmutableArray<StoredTicket> Contacts { get; init; } = [];
}

/// <summary>Compact stored form of a ticket, because there are thousands.</summary>
internal readonly record struct StoredTicket(ushort Issuer, int Day, Guid Value)
{
    public static StoredTicket Of(VisitorKey key) => new(key.Issuer, key.Day.Number, key.Ticket.Value);

    public VisitorKey ToKey() => new(Issuer, new KoreanDay(Day), new Ticket(Value));

    /// <summary>Redacted, so that a ticket cannot reach a log.</summary>
    public override string ToString() => nameof(StoredTicket);
}

/// <summary>The register's result, which only the authority can open. Destroyed four weeks after the start.</summary>
internal sealed record TraceSeals
{
    /// <summary>The findings; null until contacts are found.</summary>
    public string? Findings { get; init; }

    /// <summary>Written by earlier versions, and still read; now in <see cref="TraceAnswers"/>.</summary>
    public ImmutableArray<SealedIdentities> Identities { get; init; } = [];
}

/// <summary>
/// The issuers' answers, which only the authority can open. Not in <see cref="TraceSeals"/>, because both are megabytes: the arrival of an
/// answer must not write the findings again.
/// </summary>
internal sealed record TraceAnswers
{
    /// <summary>One answer per issuer.</summary>
    public ImmutableArray<SealedIdentities> Identities { get; init; } = [];
}

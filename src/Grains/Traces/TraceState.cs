using System.Collections.Immutable;
using KiPass.Contracts.Traces;
using KiPass.Grains.Visits.Visitors;
using KiPass.Tokens;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Traces;

/// <summary>Where a trace stands. Written last at each step: what it says is done, is done.</summary>
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

    public IssuerProgress? Issuer(ushort number) => Issuers.FirstOrDefault(issuer => issuer.Number == number);

    public TraceState With(IssuerProgress changed) =>
        this with
        {
            Issuers = [.. Issuers.Where(issuer => issuer.Number != changed.Number).Append(changed).OrderBy(issuer => issuer.Number)],
        };
}

/// <summary>What a trace found, in numbers.</summary>
internal sealed record FindingCounts(int Facilities, int FacilitiesElsewhere, int Contacts, int Close, int PaperContacts);

/// <summary>Pseudonyms that a running trace still needs. Cleared when it ends.</summary>
internal sealed record TraceWork
{
    /// <summary>The case's pseudonyms.</summary>
    public ImmutableArray<StoredPseudonym> Subjects { get; init; } = [];

    /// <summary>The contacts to be asked for, in the order in which issuers see them: shuffled.</summary>
    public ImmutableArray<StoredPseudonym> Contacts { get; init; } = [];
}

/// <summary>A pseudonym as state keeps it: small, because there are thousands.</summary>
internal readonly record struct StoredPseudonym(ushort Issuer, int Day, Guid Value)
{
    public static StoredPseudonym Of(VisitorKey key) => new(key.Issuer, key.Day.Number, key.Pseudonym.Value);

    public VisitorKey ToKey() => new(Issuer, new KoreanDay(Day), new Pseudonym(Value));

    /// <summary>Nothing: a pseudonym never reaches a log by accident.</summary>
    public override string ToString() => nameof(StoredPseudonym);
}

/// <summary>What only the authority can open. Gone four weeks after the start.</summary>
internal sealed record TraceSeals
{
    /// <summary>The findings; null until contacts are found.</summary>
    public string? Findings { get; init; }

    /// <summary>One answer an issuer.</summary>
    public ImmutableArray<SealedIdentities> Identities { get; init; } = [];
}

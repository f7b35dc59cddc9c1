using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.LineList;

/// <summary>One person of a line list (접촉자 명단), or one pseudonym that nobody could resolve.</summary>
internal sealed record LineRow
{
    /// <summary>Stable while answers come in: hashes over the pseudonyms (or the paper entry) that it stands for, at least one.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    public required LineSource Source { get; init; }

    /// <summary>Empty when unresolved.</summary>
    public string Name { get; init; } = "";

    /// <summary>E.164; of a paper entry as far as it is a phone number, otherwise as it was written.</summary>
    public string Phone { get; init; } = "";

    public int? BirthYear { get; init; }

    public string GuardianPhone { get; init; } = "";

    /// <summary>Issuers that know the person; none for paper.</summary>
    public IReadOnlyList<ushort> Issuers { get; init; } = [];

    public bool Close { get; init; }

    /// <summary>Where and how long, by time; at least one.</summary>
    public required IReadOnlyList<LineExposure> Exposures { get; init; }

    /// <summary>Where they went next on the same day, by time; none unless the order asked.</summary>
    public IReadOnlyList<NextStay> Next { get; init; } = [];

    /// <summary>Minutes together in all.</summary>
    public int Minutes => Exposures.Sum(exposure => exposure.Minutes);

    public DateTimeOffset FirstAt => Exposures[0].From;

    public DateTimeOffset LastAt => Exposures[^1].From;

    /// <summary>Nothing: a person never reaches a log or a message by accident.</summary>
    public override string ToString() => nameof(LineRow);
}

/// <summary>Where a row's name comes from.</summary>
internal enum LineSource
{
    /// <summary>From an issuer.</summary>
    Issuer,

    /// <summary>Written down at the facility (수기명부).</summary>
    Paper,

    /// <summary>The issuer has not answered yet, or refused.</summary>
    NotAnswered,

    /// <summary>The issuer knows nobody with this pseudonym: an account that was deleted.</summary>
    Unknown,

    /// <summary>A paper entry that does not open, or does not fit the visit at which it was found.</summary>
    PaperUnreadable,
}

/// <summary>One time together: the contact's stay and the part of it shared with the case.</summary>
internal sealed record LineExposure(
    FoundFacility Facility,
    string? Zone,
    DateTimeOffset EnteredAt,
    DateTimeOffset LeftAt,
    InferredExit Exit,
    DateTimeOffset From,
    int Minutes
)
{
    public KoreanDay Day => KoreanDay.Of(From);
}

/// <summary>A stay of a contact after the time together: entry known, exit inferred.</summary>
internal sealed record NextStay(FoundFacility Facility, string? Zone, DateTimeOffset EnteredAt, DateTimeOffset LeftAt, InferredExit Exit);

/// <summary>A joined line list with what stands around it. Lives in memory alone.</summary>
/// <param name="Rows">By first time together.</param>
/// <param name="Facilities">Where the case was, or the facility of the window.</param>
/// <param name="Case">The case's own stays; none in a facility window.</param>
/// <param name="Ignored">People whom issuers added without being asked: left out and said so.</param>
internal sealed record JoinedList(
    IReadOnlyList<LineRow> Rows,
    IReadOnlyList<FoundFacility> Facilities,
    IReadOnlyList<FoundStay> Case,
    int Ignored
)
{
    /// <summary>What stands around the contacts' next stays; null unless the order asked.</summary>
    public FoundOnward? Forward { get; init; }

    public FoundFacility? Facility(Guid id) => Facilities.FirstOrDefault(facility => facility.Id == id);
}

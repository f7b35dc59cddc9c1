using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.LineList;

/// <summary>A person in a line list (접촉자 명단), or a ticket that could not be resolved.</summary>
internal sealed record LineRow
{
    /// <summary>Hashes of the row's tickets and paper entries; at least one. They do not change when more answers arrive.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    public required LineSource Source { get; init; }

    /// <summary>Name of the person; empty if unresolved.</summary>
    public string Name { get; init; } = "";

    /// <summary>Phone number in E.164 format. For a paper entry that is not a valid phone number, the text as written.</summary>
    public string Phone { get; init; } = "";

    public int? BirthYear { get; init; }

    public string GuardianPhone { get; init; } = "";

    /// <summary>Issuers that know the person; empty for a paper entry.</summary>
    public IReadOnlyList<ushort> Issuers { get; init; } = [];

    /// <summary>
    /// Whether the person was together with the case for the order's minimum of minutes (밀접접촉자). Decided for all entries of the person
    /// together.
    /// </summary>
    public bool Close { get; init; }

    /// <summary>Times together with the case, ordered by time; at least one.</summary>
    public required IReadOnlyList<LineExposure> Exposures { get; init; }

    /// <summary>Facilities visited next on the same day, ordered by time; empty unless the order requests them.</summary>
    public IReadOnlyList<NextStay> Next { get; init; } = [];

    /// <summary>Total whole minutes together.</summary>
    public int Minutes => (int)Together.TotalMinutes;

    /// <summary>Total time together.</summary>
    public TimeSpan Together => new(Exposures.Sum(exposure => (exposure.Until - exposure.From).Ticks));

    /// <summary>What the register counts: the number of tickets and paper entries.</summary>
    public int Entries => Keys.Count;

    /// <summary>Whether the row is a person and not an entry that nobody could resolve.</summary>
    public bool IsPerson => Source is LineSource.Issuer or LineSource.Paper or LineSource.PaperUnsigned;

    /// <summary>When the last of the entries that were reported late was received; null if none was.</summary>
    public DateTimeOffset? ReportedLateAt => Exposures.Max(exposure => exposure.ReportedLateAt);

    public DateTimeOffset FirstAt => Exposures[0].From;

    public DateTimeOffset LastAt => Exposures[^1].From;

    /// <summary>Redacted, so that personal data cannot reach a log or a message by accident.</summary>
    public override string ToString() => nameof(LineRow);
}

/// <summary>Source of the name in a row.</summary>
internal enum LineSource
{
    /// <summary>Resolved by an issuer.</summary>
    Issuer,

    /// <summary>From the paper register of the facility (수기명부).</summary>
    Paper,

    /// <summary>From the paper register, without a valid signature of the device: anybody with access to the register could have written it.</summary>
    PaperUnsigned,

    /// <summary>The issuer has not answered yet, or refused.</summary>
    NotAnswered,

    /// <summary>The issuer cannot open the ticket: the account was deleted, or the issuer did not make it.</summary>
    Unknown,

    /// <summary>A paper entry that cannot be decrypted or does not match its visit.</summary>
    PaperUnreadable,
}

/// <summary>A decrypted paper entry, and whether its device signed it.</summary>
internal sealed record OpenedPaper(PaperEntry Entry, bool IsSigned);

/// <summary>A time together: the contact's stay, and the part of it shared with the case.</summary>
/// <param name="From">Start of the part shared with the case.</param>
/// <param name="Until">End of the part shared with the case, exclusive.</param>
/// <param name="ReportedLateAt">
/// When the register received the entry, if it was reported late: its time is what the device claimed afterwards.
/// </param>
internal sealed record LineExposure(
    FoundFacility Facility,
    string? Zone,
    DateTimeOffset EnteredAt,
    DateTimeOffset LeftAt,
    InferredExit Exit,
    DateTimeOffset From,
    DateTimeOffset Until,
    DateTimeOffset? ReportedLateAt = null
)
{
    /// <summary>Whole minutes together.</summary>
    public int Minutes => (int)(Until - From).TotalMinutes;

    public KoreanDay Day => KoreanDay.Of(From);
}

/// <summary>A later stay of a contact. The entry time is known and the exit time is estimated.</summary>
internal sealed record NextStay(FoundFacility Facility, string? Zone, DateTimeOffset EnteredAt, DateTimeOffset LeftAt, InferredExit Exit);

/// <summary>A joined line list with its context. Kept only in memory.</summary>
/// <param name="Rows">Ordered by first time together.</param>
/// <param name="Facilities">Facilities that the case visited, or the facility of the window.</param>
/// <param name="Case">Stays of the case, ordered by time; empty for a facility window.</param>
/// <param name="Ignored">Number of people that issuers returned without a request. They are excluded, and the number is shown.</param>
internal sealed record JoinedList(
    IReadOnlyList<LineRow> Rows,
    IReadOnlyList<FoundFacility> Facilities,
    IReadOnlyList<FoundStay> Case,
    int Ignored
)
{
    /// <summary>Number of people. A person with several entries counts once.</summary>
    public int People => Rows.Count(row => row.IsPerson);

    /// <summary>Number of entries of the rows, as the register counts them.</summary>
    public int Entries => Rows.Sum(row => row.Entries);

    /// <summary>Number of entries without a person; each is a row.</summary>
    public int Unresolved => Rows.Count(row => !row.IsPerson);

    /// <summary>Context of the contacts' later stays; null unless the order requests them.</summary>
    public FoundOnward? Forward { get; init; }

    /// <summary>Facilities at which contacts were left out because of the order's limit; if there are any, the list is partial.</summary>
    public IReadOnlyList<FoundCut> Cut { get; init; } = [];

    public FoundFacility? Facility(Guid id) => Facilities.FirstOrDefault(facility => facility.Id == id);
}

using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;

namespace KiPass.Contracts.Compliance;

/// <summary>Compliance figures: facilities that have signed up, are invited, are missing or are silent. Key <see cref="Key"/>.</summary>
[Alias("kipass.compliance")]
public interface IComplianceGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "compliance";

    /// <summary>Number of days without an entry after which an active facility with an obligation counts as silent.</summary>
    const int SilentDays = 7;

    /// <summary>Today's figures by district and type for a region within the caller's jurisdiction (otherwise Refused).</summary>
    [Alias("Figures")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<ImmutableArray<ComplianceRow>>> Figures(Caller caller, Jurisdiction region);

    /// <summary>
    /// The totals of a region for the last <paramref name="days"/> days (1 to 400), oldest first, without days for which no figures were
    /// recorded.
    /// </summary>
    [Alias("Trend")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<ImmutableArray<ComplianceDay>>> Trend(Caller caller, Jurisdiction region, int days);

    /// <summary>The venues or facilities behind a figure, sorted by district.</summary>
    [Alias("List")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<ImmutableArray<ComplianceSubject>>> List(Caller caller, ComplianceQuery query);
}

/// <summary>Compliance state of a venue or a facility.</summary>
public enum ComplianceState
{
    /// <summary>On a list, not signed up and not invited.</summary>
    Missing = 0,

    /// <summary>On a list, invited but not signed up.</summary>
    Invited = 1,

    /// <summary>Signed up: submitted, active or suspended.</summary>
    SignedUp = 2,

    /// <summary>Active for at least 7 days, with an obligation today, and without an entry for 7 days.</summary>
    Silent = 3,
}

/// <summary>Figures of one district and type.</summary>
/// <param name="District">Code.</param>
/// <param name="Type">Code.</param>
/// <param name="SignedUp">Number of submitted, active and suspended facilities.</param>
/// <param name="Mandatory">Of these, with an obligation today.</param>
/// <param name="Silent">Of these, silent for 7 days.</param>
/// <param name="Invited">Number of venues on a list that were invited but have not signed up.</param>
/// <param name="Missing">Number of venues on a list that were not invited and have not signed up.</param>
[GenerateSerializer, Immutable, Alias("kipass.compliance-row")]
public sealed record ComplianceRow(
    [property: Id(0)] string District,
    [property: Id(1)] string Type,
    [property: Id(2)] int SignedUp,
    [property: Id(3)] int Mandatory,
    [property: Id(4)] int Silent,
    [property: Id(5)] int Invited,
    [property: Id(6)] int Missing
)
{
    /// <summary>The sum of rows.</summary>
    public static ComplianceRow Sum(IEnumerable<ComplianceRow> rows, string district = "", string type = "") =>
        rows.Aggregate(
            new ComplianceRow(district, type, 0, 0, 0, 0, 0),
            (sum, row) =>
                sum with
                {
                    SignedUp = sum.SignedUp + row.SignedUp,
                    Mandatory = sum.Mandatory + row.Mandatory,
                    Silent = sum.Silent + row.Silent,
                    Invited = sum.Invited + row.Invited,
                    Missing = sum.Missing + row.Missing,
                }
        );
}

/// <summary>Totals of one day.</summary>
/// <param name="Day">The Korean day.</param>
/// <param name="Sums">The totals, without district and type.</param>
[GenerateSerializer, Immutable, Alias("kipass.compliance-day")]
public sealed record ComplianceDay([property: Id(0)] DateOnly Day, [property: Id(1)] ComplianceRow Sums);

/// <summary>Filter and page of a query.</summary>
[GenerateSerializer, Immutable, Alias("kipass.compliance-query")]
public sealed record ComplianceQuery
{
    /// <summary>Maximum page size.</summary>
    public const int MaxLimit = 1000;

    /// <summary>The compliance state.</summary>
    [Id(0)]
    public ComplianceState State { get; init; }

    /// <summary>The region, within the caller's jurisdiction (otherwise Refused).</summary>
    [Id(1)]
    public Jurisdiction Region { get; init; }

    /// <summary>Only this type; null: all.</summary>
    [Id(2)]
    public string? Type { get; init; }

    /// <summary>End of the previous page; null: the first page.</summary>
    [Id(3)]
    public ComplianceCursor? After { get; init; }

    /// <summary>Page size, 1 to <see cref="MaxLimit"/>.</summary>
    [Id(4)]
    public int Limit { get; init; } = 100;
}

/// <summary>End of a page.</summary>
/// <param name="District">District of the last item.</param>
/// <param name="Id">Id of the last item.</param>
[GenerateSerializer, Immutable, Alias("kipass.compliance-cursor")]
public sealed record ComplianceCursor([property: Id(0)] string District, [property: Id(1)] Guid Id);

/// <summary>A venue that has not signed up, or a facility that has.</summary>
/// <param name="Id">Id of the venue or facility.</param>
/// <param name="IsVenue">Whether it is a venue of a list.</param>
/// <param name="Name">Trade name.</param>
/// <param name="Type">Code.</param>
/// <param name="District">Code.</param>
/// <param name="Address">Address within the district.</param>
/// <param name="Phone">Digits; empty when unknown.</param>
/// <param name="BusinessNumber">Ten digits; empty when unknown.</param>
/// <param name="Obligation">Today's obligation.</param>
/// <param name="LastEntry">Last known day with an entry; null for a venue.</param>
/// <param name="InvitedAt">When the venue was last invited; null for a facility.</param>
[GenerateSerializer, Immutable, Alias("kipass.compliance-subject")]
public sealed record ComplianceSubject(
    [property: Id(0)] Guid Id,
    [property: Id(1)] bool IsVenue,
    [property: Id(2)] string Name,
    [property: Id(3)] string Type,
    [property: Id(4)] string District,
    [property: Id(5)] string Address,
    [property: Id(6)] string Phone,
    [property: Id(7)] string BusinessNumber,
    [property: Id(8)] ObligationKind Obligation,
    [property: Id(9)] DateOnly? LastEntry,
    [property: Id(10)] DateTimeOffset? InvitedAt
);

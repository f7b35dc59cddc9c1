using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;

namespace KiPass.Contracts.Compliance;

/// <summary>Who has signed up, who was invited, who has not, and who is silent. Key <see cref="Key"/>.</summary>
[Alias("kipass.compliance")]
public interface IComplianceGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "compliance";

    /// <summary>Days without an entry after which an open facility that is obliged counts as silent.</summary>
    const int SilentDays = 7;

    /// <summary>Today's figures by district and type, of a region inside the caller's jurisdiction (else Refused).</summary>
    [Alias("Figures")]
    ValueTask<Answer<ImmutableArray<ComplianceRow>>> Figures(Caller caller, Jurisdiction region);

    /// <summary>How the sums of a region stood on the last <paramref name="days"/> days (1 to 400), oldest first; days without a record are left out.</summary>
    [Alias("Trend")]
    ValueTask<Answer<ImmutableArray<ComplianceDay>>> Trend(Caller caller, Jurisdiction region, int days);

    /// <summary>Those behind one figure, by district.</summary>
    [Alias("List")]
    ValueTask<Answer<ImmutableArray<ComplianceSubject>>> List(Caller caller, ComplianceQuery query);
}

/// <summary>Where a venue or a facility stands.</summary>
public enum ComplianceState
{
    /// <summary>On a list, and neither signed up nor invited.</summary>
    Missing = 0,

    /// <summary>On a list, invited, and not signed up.</summary>
    Invited = 1,

    /// <summary>Signed up: submitted, open or suspended.</summary>
    SignedUp = 2,

    /// <summary>Signed up, open for 7 days or more, obliged today, and nobody entered for 7 days.</summary>
    Silent = 3,
}

/// <summary>The figures of one district and type.</summary>
/// <param name="District">Code.</param>
/// <param name="Type">Code.</param>
/// <param name="SignedUp">Facilities that are submitted, open or suspended.</param>
/// <param name="Mandatory">Of these: obliged today.</param>
/// <param name="Silent">Of these: open, and silent for 7 days.</param>
/// <param name="Invited">Venues on a list that were invited and have not signed up.</param>
/// <param name="Missing">Venues on a list that were not invited and have not signed up.</param>
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
    /// <summary>Sums over rows.</summary>
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

/// <summary>The sums of a day.</summary>
/// <param name="Day">The Korean day.</param>
/// <param name="Sums">Without district and type.</param>
[GenerateSerializer, Immutable, Alias("kipass.compliance-day")]
public sealed record ComplianceDay([property: Id(0)] DateOnly Day, [property: Id(1)] ComplianceRow Sums);

/// <summary>Which venues or facilities, and which page.</summary>
[GenerateSerializer, Immutable, Alias("kipass.compliance-query")]
public sealed record ComplianceQuery
{
    /// <summary>Most of one page.</summary>
    public const int MaxLimit = 1000;

    /// <summary>The figure.</summary>
    [Id(0)]
    public ComplianceState State { get; init; }

    /// <summary>Inside the caller's jurisdiction (else Refused).</summary>
    [Id(1)]
    public Jurisdiction Region { get; init; }

    /// <summary>Only this type; null: all.</summary>
    [Id(2)]
    public string? Type { get; init; }

    /// <summary>The last one of the page before; null: the first page.</summary>
    [Id(3)]
    public ComplianceCursor? After { get; init; }

    /// <summary>How many, 1 to <see cref="MaxLimit"/>.</summary>
    [Id(4)]
    public int Limit { get; init; } = 100;
}

/// <summary>Where a page ended.</summary>
/// <param name="District">District of its last one.</param>
/// <param name="Id">Id of its last one.</param>
[GenerateSerializer, Immutable, Alias("kipass.compliance-cursor")]
public sealed record ComplianceCursor([property: Id(0)] string District, [property: Id(1)] Guid Id);

/// <summary>A venue that has not signed up, or a facility that has.</summary>
/// <param name="Id">The venue's or the facility's id.</param>
/// <param name="IsVenue">A venue of a list.</param>
/// <param name="Name">Trade name.</param>
/// <param name="Type">Code.</param>
/// <param name="District">Code.</param>
/// <param name="Address">Inside the district.</param>
/// <param name="Phone">Digits; empty when unknown.</param>
/// <param name="BusinessNumber">Ten digits; empty when unknown.</param>
/// <param name="Obligation">Today's.</param>
/// <param name="LastEntry">Of a facility: the last day on which anybody entered, as far as is known.</param>
/// <param name="InvitedAt">Of a venue: when it was invited.</param>
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

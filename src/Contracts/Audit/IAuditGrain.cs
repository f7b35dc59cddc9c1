using System.Collections.Immutable;
using KiPass.Contracts.Access;

namespace KiPass.Contracts.Audit;

/// <summary>What of the register's audit log (감사 기록) others may read: order ids and counts. Key <see cref="Key"/>.</summary>
[Alias("kipass.audit")]
public interface IAuditGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "audit";

    /// <summary>Most orders of a question.</summary>
    const int MostOrders = 2000;

    /// <summary>Most entries of an answer.</summary>
    const int MostEntries = 100;

    /// <summary>Entries about orders, newest first.</summary>
    /// <returns>Refused to all but officials and approvers; which orders they may see is for the authority to say, whose orders they are.</returns>
    [Alias("OfOrders"), ResponseTimeout("00:00:20")]
    ValueTask<Answer<AuditPage>> OfOrders(Caller caller, AuditQuery query);

    /// <summary>How many visits were destroyed, by month, oldest first: for everybody to read.</summary>
    [Alias("Destroyed"), ResponseTimeout("00:00:20")]
    ValueTask<Answer<ImmutableArray<DestroyedVisits>>> Destroyed();
}

/// <summary>Which entries.</summary>
/// <param name="Orders">Their ids, at most <see cref="IAuditGrain.MostOrders"/>.</param>
/// <param name="Kind">A kind such as <c>identities-asked</c>; empty: all.</param>
/// <param name="From">Not before; null: all.</param>
/// <param name="To">Before; null: all.</param>
/// <param name="Offset">How many to pass over.</param>
/// <param name="Limit">At most so many, up to <see cref="IAuditGrain.MostEntries"/>.</param>
[GenerateSerializer, Immutable, Alias("kipass.audit-query")]
public sealed record AuditQuery(
    [property: Id(0)] ImmutableArray<Guid> Orders,
    [property: Id(1)] string Kind = "",
    [property: Id(2)] DateTimeOffset? From = null,
    [property: Id(3)] DateTimeOffset? To = null,
    [property: Id(4)] int Offset = 0,
    [property: Id(5)] int Limit = 50
);

/// <summary>A page of entries.</summary>
/// <param name="Total">Entries that fit.</param>
/// <param name="Lines">This page's, newest first.</param>
[GenerateSerializer, Immutable, Alias("kipass.audit-page")]
public sealed record AuditPage([property: Id(0)] int Total, [property: Id(1)] ImmutableArray<AuditLine> Lines);

/// <summary>One entry; without the chain heads that it keeps.</summary>
[GenerateSerializer, Immutable, Alias("kipass.audit-line")]
public sealed record AuditLine(
    [property: Id(0)] long Number,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string Kind,
    [property: Id(3)] ImmutableDictionary<string, string> Facts
);

/// <summary>Visits destroyed in a month.</summary>
/// <param name="Month">Its first Korean day.</param>
/// <param name="Count">How many.</param>
[GenerateSerializer, Immutable, Alias("kipass.destroyed-visits")]
public readonly record struct DestroyedVisits([property: Id(0)] DateOnly Month, [property: Id(1)] long Count);

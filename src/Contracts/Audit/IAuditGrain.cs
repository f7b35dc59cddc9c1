using System.Collections.Immutable;
using KiPass.Contracts.Access;

namespace KiPass.Contracts.Audit;

/// <summary>The parts of the register's audit log (감사 기록) that others may read: order ids and counts. Key <see cref="Key"/>.</summary>
[Alias("kipass.audit")]
public interface IAuditGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "audit";

    /// <summary>Maximum number of orders per query.</summary>
    const int MostOrders = 2000;

    /// <summary>Maximum number of entries per page.</summary>
    const int MostEntries = 100;

    /// <summary>Entries about the given orders, newest first.</summary>
    /// <returns>Refused unless the caller is an official or approver. The authority decides which orders they may see.</returns>
    [Alias("OfOrders"), ResponseTimeout("00:00:20")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<AuditPage>> OfOrders(Caller caller, AuditQuery query);

    /// <summary>Number of destroyed visits per month, oldest first; public.</summary>
    [Alias("Destroyed"), ResponseTimeout("00:00:20")]
    [OpenTo(CallerRole.AuthorityPortal)]
    ValueTask<Answer<ImmutableArray<DestroyedVisits>>> Destroyed();
}

/// <summary>Filter and page of a query.</summary>
/// <param name="Orders">Ids of the orders, at most <see cref="IAuditGrain.MostOrders"/>.</param>
/// <param name="Kind">Kind of entry, for example <c>identities-asked</c>; empty: all.</param>
/// <param name="From">Start of the period; null: unlimited.</param>
/// <param name="To">End of the period, exclusive; null: unlimited.</param>
/// <param name="Offset">Number of entries to skip.</param>
/// <param name="Limit">Page size, at most <see cref="IAuditGrain.MostEntries"/>.</param>
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
/// <param name="Total">Number of matching entries.</param>
/// <param name="Lines">The entries of this page, newest first.</param>
[GenerateSerializer, Immutable, Alias("kipass.audit-page")]
public sealed record AuditPage([property: Id(0)] int Total, [property: Id(1)] ImmutableArray<AuditLine> Lines);

/// <summary>One entry, without the chain heads that it contains.</summary>
[GenerateSerializer, Immutable, Alias("kipass.audit-line")]
public sealed record AuditLine(
    [property: Id(0)] long Number,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string Kind,
    [property: Id(3)] ImmutableDictionary<string, string> Facts
);

/// <summary>Number of visits destroyed in a month.</summary>
/// <param name="Month">First Korean day of the month.</param>
/// <param name="Count">Number of visits.</param>
[GenerateSerializer, Immutable, Alias("kipass.destroyed-visits")]
public readonly record struct DestroyedVisits([property: Id(0)] DateOnly Month, [property: Id(1)] long Count);

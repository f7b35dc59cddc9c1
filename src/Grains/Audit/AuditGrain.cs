using System.Collections.Immutable;
using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Audit;
using KiPass.Grains.Database;
using KiPass.Tokens;
using KiPass.Tokens.Audit;
using Orleans.Concurrency;

namespace KiPass.Grains.Audit;

/// <inheritdoc cref="IAuditGrain"/>
/// <remarks>
/// Reads the whole log for every call: it is small (about ten entries per trace, one per destroyed day), and calls are rare.
/// </remarks>
[StatelessWorker, Reentrant]
internal sealed class AuditGrain(AuditLog log) : Grain, IAuditGrain
{
    public async ValueTask<Answer<AuditPage>> OfOrders(Caller caller, AuditQuery query)
    {
        if (caller.Role is not (CallerRole.Official or CallerRole.Approver) || string.IsNullOrEmpty(caller.AccountId))
        {
            return AnswerStatus.Refused;
        }
        if (query.Orders.IsDefault || query.Orders.Length > IAuditGrain.MostOrders)
        {
            return AnswerStatus.Refused;
        }
        var orders = query.Orders.Select(order => order.ToString()).ToHashSet();
        var fitting = new List<AuditEntry>();
        try
        {
            await foreach (var record in log.Read(after: 0))
            {
                if (record.Text.Contains("\"order\":", StringComparison.Ordinal) && Fits(record.Entry))
                {
                    fitting.Add(record.Entry);
                }
            }
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            return AnswerStatus.Unavailable;
        }
        fitting.Reverse();
        var page = fitting.Skip(Math.Max(0, query.Offset)).Take(Math.Clamp(query.Limit, 1, IAuditGrain.MostEntries));
        return new AuditPage(fitting.Count, [.. page.Select(Line)]);

        bool Fits(AuditEntry entry) =>
            entry.Facts.TryGetValue("order", out var order)
            && orders.Contains(order)
            && (query.Kind.Length == 0 || entry.Kind == query.Kind)
            && (query.From is null || entry.At >= query.From)
            && (query.To is null || entry.At < query.To);
    }

    public async ValueTask<Answer<ImmutableArray<DestroyedVisits>>> Destroyed()
    {
        var months = new SortedDictionary<DateOnly, long>();
        try
        {
            await foreach (var record in log.Read(after: 0))
            {
                if (
                    record.Text.Contains($"\"kind\":\"{DestructionRecord.Kind}\"", StringComparison.Ordinal)
                    && record.Entry is { } entry
                    && entry.Facts.GetValueOrDefault("what") == "visits"
                    && long.TryParse(entry.Facts.GetValueOrDefault("count"), CultureInfo.InvariantCulture, out var count)
                )
                {
                    var day = KoreanDay.Of(entry.At).Date;
                    var month = new DateOnly(day.Year, day.Month, 1);
                    months[month] = months.GetValueOrDefault(month) + count;
                }
            }
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            return AnswerStatus.Unavailable;
        }
        return months.Select(month => new DestroyedVisits(month.Key, month.Value)).ToImmutableArray();
    }

    private static AuditLine Line(AuditEntry entry) =>
        new(
            entry.Number,
            entry.At,
            entry.Kind,
            entry.Facts.Where(fact => !fact.Key.EndsWith("Head", StringComparison.Ordinal)).ToImmutableDictionary()
        );
}

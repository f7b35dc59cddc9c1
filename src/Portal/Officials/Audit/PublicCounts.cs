using System.Collections.Immutable;
using KiPass.Contracts.Audit;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Register;
using KiPass.Tokens;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Audit;

/// <summary>Counts of a past month that do not identify anyone.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Orders">Number of approved trace orders.</param>
/// <param name="Contacts">Number of entries of contacts that were found; null if there are so few orders that the number could reveal a single case.</param>
/// <param name="Destroyed">Number of visits destroyed; null if the register did not answer.</param>
internal sealed record MonthInNumbers(DateOnly Month, int Orders, int? Contacts, long? Destroyed);

/// <summary>
/// Computes the public counts. Only past months are published, so that single orders cannot be observed. Counts below <see cref="Few"/> are
/// reported only as few, and the entries of so few orders are not published.
/// </summary>
internal sealed class PublicCounts(
    IDbContextFactory<AuthorityDatabase> databases,
    RegisterCalls register,
    BriefCache<IReadOnlyList<MonthInNumbers>> cache,
    TimeProvider time
)
{
    /// <summary>The smallest count that is published as a number.</summary>
    public const int Few = 5;

    /// <summary>How long the published counts stay as they are, however often the page is loaded.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private const int MostMonths = 24;

    /// <summary>Returns the past months, newest first.</summary>
    public Task<IReadOnlyList<MonthInNumbers>> Months() => cache.Get(Read);

    private async Task<IReadOnlyList<MonthInNumbers>> Read()
    {
        var running = First(time.GetUtcNow());
        await using var database = await databases.CreateDbContextAsync();
        var orders = (
            await database
                .Orders.AsNoTracking()
                .Where(order =>
                    order.DecidedAt != null
                    && order.State != TraceOrderState.Draft
                    && order.State != TraceOrderState.Submitted
                    && order.State != TraceOrderState.Declined
                )
                .Select(order => new { order.DecidedAt, order.Progress })
                .ToListAsync()
        ).ToLookup(order => First(order.DecidedAt!.Value));
        var asked = await register.Ask(() => register.Grain<IAuditGrain>(IAuditGrain.Key).Destroyed());
        ImmutableArray<DestroyedVisits>? answered = asked.Status == Contracts.Access.AnswerStatus.Done ? asked.Value : null;
        var destroyed = answered?.ToDictionary(month => month.Month, month => month.Count);
        return
        [
            .. orders
                .Select(month => month.Key)
                .Union(destroyed?.Keys ?? Enumerable.Empty<DateOnly>())
                .Where(month => month < running)
                .OrderDescending()
                .Take(MostMonths)
                .Select(month => Of(month, [.. orders[month].Select(order => order.Progress)], destroyed)),
        ];
    }

    private static MonthInNumbers Of(DateOnly month, List<KnownProgress> orders, Dictionary<DateOnly, long>? destroyed)
    {
        var contacts = orders.Sum(progress => progress.Entries);
        return new MonthInNumbers(
            month,
            orders.Count,
            orders.Count == 0 || orders.Count >= Few ? contacts : null,
            destroyed?.GetValueOrDefault(month)
        );
    }

    private static DateOnly First(DateTimeOffset at)
    {
        var day = KoreanDay.Of(at).Date;
        return new DateOnly(day.Year, day.Month, 1);
    }
}

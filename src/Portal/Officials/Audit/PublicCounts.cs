using System.Collections.Immutable;
using KiPass.Contracts.Audit;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Register;
using KiPass.Tokens;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Audit;

/// <summary>A month that has ended, in numbers that point at nobody.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Orders">Trace orders approved.</param>
/// <param name="Contacts">Contacts that they found; null when so few orders stand behind it that it would speak of one case.</param>
/// <param name="Destroyed">Visits destroyed; null when the register did not answer.</param>
internal sealed record MonthInNumbers(DateOnly Month, int Orders, int? Contacts, long? Destroyed);

/// <summary>
/// The counts that anybody may read. A month appears once it has ended, so that nobody watches it grow order by order; below
/// <see cref="Few"/> only that it is few, and what few orders found is not said.
/// </summary>
internal sealed class PublicCounts(IDbContextFactory<AuthorityDatabase> databases, RegisterCalls register, TimeProvider time)
{
    /// <summary>From this number on a count is said.</summary>
    public const int Few = 5;

    private const int MostMonths = 24;

    /// <summary>The months that have ended, newest first.</summary>
    public async Task<IReadOnlyList<MonthInNumbers>> Months()
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
        var contacts = orders.Sum(progress => progress.Contacts + progress.PaperContacts);
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

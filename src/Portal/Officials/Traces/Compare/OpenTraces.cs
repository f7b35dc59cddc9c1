using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Traces.Compare;

/// <summary>Compares the open traces of an official's jurisdiction. The result is not stored. Each opened trace is recorded in the audit log.</summary>
internal sealed class OpenTraces(
    IDbContextFactory<AuthorityDatabase> databases,
    LineLists lists,
    TraceOrderSigner signer,
    Ledger ledger,
    TimeProvider time
)
{
    /// <summary>Maximum number of traces to compare. The newest are used.</summary>
    public const int Most = 50;

    /// <summary>Returns the open cases of the official's jurisdiction that have results, and merges the traces of each case.</summary>
    /// <returns>The cases, and the number of traces left out because they exceed <see cref="Most"/>.</returns>
    public async Task<(IReadOnlyList<TracedCase> Cases, int LeftOut)> Compare(Official official)
    {
        var now = time.GetUtcNow();
        await using var database = await databases.CreateDbContextAsync();
        var found = await (
            from order in database.Orders.AsNoTracking()
            join caseRow in database.Cases.AsNoTracking() on order.CaseId equals caseRow.Id
            where
                (order.State == TraceOrderState.Running || order.State == TraceOrderState.Completed)
                && order.ExpiresAt > now
                && caseRow.ClosedAt == null
            orderby order.StartedAt descending
            select new { order, caseRow }
        ).ToListAsync();
        var own = found.Where(one => official.Covers(one.caseRow.District)).ToList();
        var opened = new List<(CaseRow Case, TraceOrderRow Order, JoinedList List)>();
        foreach (var one in own.Take(Most))
        {
            if (await lists.Look(official, one.order.Id) is { } list)
            {
                opened.Add((one.caseRow, one.order, list));
            }
        }
        await ledger.Change(
            entries =>
            {
                foreach (var (caseRow, order, _) in opened)
                {
                    entries.Note("trace-compared", caseRow.Id, ("order", $"{order.Id}"), ("by", $"{official.Id}"));
                }
                return Task.FromResult(true);
            },
            overtaken: false
        );
        return ([.. opened.GroupBy(one => one.Case.Id).Select(one => Together([.. one]))], Math.Max(0, own.Count - Most));
    }

    private TracedCase Together(IReadOnlyList<(CaseRow Case, TraceOrderRow Order, JoinedList List)> traces)
    {
        var caseRow = traces[0].Case;
        return new TracedCase(
            caseRow.Id,
            traces[0].Order.Id,
            caseRow.Number,
            caseRow.OnsetDay,
            caseRow.OpenedAt,
            traces.Select(trace => Index(trace.Order)).FirstOrDefault(index => index is not null),
            [.. traces.SelectMany(trace => trace.List.Case)],
            [.. traces.SelectMany(trace => trace.List.Facilities).DistinctBy(facility => facility.Id)],
            [.. traces.SelectMany(trace => trace.List.Rows)]
        );
    }

    private string? Index(TraceOrderRow order)
    {
        try
        {
            return order.Kind == TraceKind.Case && signer.Person(order) is { } person
                ? LineListJoin.PersonKey(person.Name, person.Phone)
                : null;
        }
        catch (DomainFolderException)
        {
            return null;
        }
    }
}

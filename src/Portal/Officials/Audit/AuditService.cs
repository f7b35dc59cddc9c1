using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Audit;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Register;
using KiPass.Tokens;
using KiPass.Tokens.Audit;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Audit;

/// <summary>Filter for audit entries.</summary>
internal sealed record AuditFilter
{
    /// <summary>The authority's chain, or the register's entries about the authority's orders.</summary>
    public bool OfRegister { get; init; }

    /// <summary>Part of a case number; empty: all entries.</summary>
    public string Case { get; init; } = "";

    /// <summary>Prefix of an order id; empty: all entries.</summary>
    public string Order { get; init; } = "";

    /// <summary>Kind of entry; empty: all entries.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Day in Korean time; null: all entries.</summary>
    public KoreanDay? Day { get; init; }
}

/// <summary>An audit entry and the case that it refers to.</summary>
internal sealed record ShownEntry(AuditLine Line, string? Case, Guid? CaseId);

/// <summary>A page of entries, newest first.</summary>
internal sealed record ShownPage(int Total, IReadOnlyList<ShownEntry> Entries);

/// <summary>
/// Reads audit logs. Officials see entries about cases of their jurisdiction. Officials with nationwide jurisdiction see all entries.
/// </summary>
internal sealed class AuditService(IDbContextFactory<AuthorityDatabase> databases, RegisterCalls register)
{
    /// <summary>A page of entries, newest first.</summary>
    public async Task<Answer<ShownPage>> Page(Official official, Caller caller, AuditFilter filter, int offset, int limit)
    {
        await using var database = await databases.CreateDbContextAsync();
        var cases = (await database.Cases.AsNoTracking().ToListAsync())
            .Where(row => official.Covers(row.District) && row.Number.Contains(filter.Case.Trim(), StringComparison.OrdinalIgnoreCase))
            .ToDictionary(row => row.Id, row => row.Number);
        return filter.OfRegister
            ? await OfRegister(database, caller, filter, cases, offset, limit)
            : await Own(database, official, filter, cases, offset, limit);
    }

    private static async Task<ShownPage> Own(
        AuthorityDatabase database,
        Official official,
        AuditFilter filter,
        Dictionary<Guid, string> cases,
        int offset,
        int limit
    )
    {
        var rows = database.Audit.AsNoTracking();
        if (filter.Day is { } day)
        {
            var (from, to) = (await FirstFrom(database, day.Start), await FirstFrom(database, day.End));
            rows = rows.Where(row => row.Number >= from && row.Number < to);
        }
        if (filter.Case.Trim().Length > 0 || !official.Covers("*"))
        {
            List<Guid> ids = [.. cases.Keys];
            rows = rows.Where(row => row.CaseId != null && ids.Contains(row.CaseId.Value));
        }
        if (filter.Kind.Length > 0)
        {
            var kind = $"\"kind\":\"{filter.Kind}\"";
            rows = rows.Where(row => row.Text.Contains(kind));
        }
        if (filter.Order.Trim().Length > 0)
        {
            var order = $"\"order\":\"{filter.Order.Trim().ToLowerInvariant()}";
            rows = rows.Where(row => row.Text.Contains(order));
        }
        var total = await rows.CountAsync();
        var page = await rows.OrderByDescending(row => row.Number).Skip(offset).Take(limit).ToListAsync();
        return new ShownPage(
            total,
            [
                .. page.Select(row => new ShownEntry(
                    Line(new AuditRecord(row.Number, row.Text, row.Hash)),
                    row.CaseId is { } id ? cases.GetValueOrDefault(id) : null,
                    row.CaseId
                )),
            ]
        );
    }

    private async Task<Answer<ShownPage>> OfRegister(
        AuthorityDatabase database,
        Caller caller,
        AuditFilter filter,
        Dictionary<Guid, string> cases,
        int offset,
        int limit
    )
    {
        List<Guid> ids = [.. cases.Keys];
        var orders = (
            await database
                .Orders.AsNoTracking()
                .Where(order => ids.Contains(order.CaseId))
                .OrderByDescending(order => order.DraftedAt)
                .Select(order => new { order.Id, order.CaseId })
                .ToListAsync()
        )
            .Where(order => $"{order.Id}".StartsWith(filter.Order.Trim(), StringComparison.OrdinalIgnoreCase))
            .Take(IAuditGrain.MostOrders)
            .ToDictionary(order => order.Id, order => order.CaseId);
        var query = new AuditQuery([.. orders.Keys], filter.Kind, filter.Day?.Start, filter.Day?.End, offset, limit);
        var answer = await register.Ask(() => register.Grain<IAuditGrain>(IAuditGrain.Key).OfOrders(caller, query));
        return answer.Value is { } page
            ? new ShownPage(
                page.Total,
                [
                    .. page.Lines.Select(line =>
                    {
                        var caseId = orders[Guid.Parse(line.Facts["order"])];
                        return new ShownEntry(line, cases[caseId], caseId);
                    }),
                ]
            )
            : answer.Status;
    }

    // Entries are ordered by time, so a binary search finds the first entry at or after a time.
    private static async Task<long> FirstFrom(AuthorityDatabase database, DateTimeOffset at)
    {
        var low = 1L;
        var high = 1 + (await database.Audit.MaxAsync(row => (long?)row.Number) ?? 0);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            var row = await database.Audit.AsNoTracking().FirstOrDefaultAsync(row => row.Number == middle);
            if (row is not null && Line(new AuditRecord(row.Number, row.Text, row.Hash)).At < at)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    // Damaged entries are shown as stored. Verification reports them.
    private static AuditLine Line(AuditRecord record)
    {
        try
        {
            var entry = record.Entry;
            var facts = entry.Facts.Where(fact => !fact.Key.EndsWith("Head", StringComparison.Ordinal));
            return new AuditLine(entry.Number, entry.At, entry.Kind, facts.ToImmutableDictionary());
        }
        catch (FormatException)
        {
            return new AuditLine(record.Number, DateTimeOffset.UnixEpoch, "unreadable", ImmutableDictionary<string, string>.Empty);
        }
    }
}

using KiPass.Contracts.Access;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Keys;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts;
using KiPass.Tokens.Jose;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Traces.LineList;

/// <summary>
/// Follow-ups of the people in a line list: read, changed and recorded in the audit log, which names status, official and counts but no
/// contact. A change is refused for people whom another official has changed since they were shown.
/// </summary>
internal sealed class FollowUps(
    IDbContextFactory<AuthorityDatabase> databases,
    IDbContextFactory<AccountsDatabase> accountsDatabases,
    LineLists lists,
    Ledger ledger,
    IAuthorityKeys keys
)
{
    /// <summary>Raised with the order when a follow-up has changed, on any thread.</summary>
    public event Action<Guid>? Changed;

    /// <summary>The rows of an opened list with their follow-ups, and whether they are exported.</summary>
    public async Task<IReadOnlyList<ListedRow>> Of(Official official, Guid orderId, JoinedList list)
    {
        if (await lists.Find(official, orderId) is null)
        {
            return [];
        }
        await using var database = await databases.CreateDbContextAsync();
        var stored = await database.FollowUps.AsNoTracking().Where(row => row.OrderId == orderId).ToDictionaryAsync(row => row.Row);
        var deselected = await lists.Deselected(orderId);
        var own = Keys();
        return [.. list.Rows.Select(row => new ListedRow(row, !row.Keys.Any(deselected.Contains), Open(Newest(stored, row), own)))];
    }

    /// <summary>Officials to whom contacts of an order can be assigned, by name.</summary>
    public async Task<IReadOnlyList<Assignee>> Assignees(Official official, Guid orderId) =>
        await lists.Find(official, orderId) is { } found ? await Assignees(found.Case.District) : [];

    /// <summary>
    /// Number of people to call by order, for the orders in which the official is assigned to somebody, and when the first of them was
    /// assigned or changed; and the orders in which officials have begun to call people.
    /// </summary>
    public async Task<(IReadOnlyDictionary<Guid, (int People, DateTimeOffset Since)> Mine, IReadOnlySet<Guid> Begun)> ToCall(
        Official official,
        IReadOnlyList<Guid> orders
    )
    {
        await using var database = await databases.CreateDbContextAsync();
        var stored = await database.FollowUps.AsNoTracking().Where(row => orders.Contains(row.OrderId)).ToListAsync();
        var own = Keys();
        var mine = stored
            .Where(row => Open(row, own) is { Status: ContactStatus.ToCall or ContactStatus.NoAnswer } open && open.Assignee == official.Id)
            .GroupBy(row => row.OrderId)
            .ToDictionary(order => order.Key, order => (order.Count(), order.Min(row => row.ChangedAt)));
        return (mine, stored.Select(row => row.OrderId).ToHashSet());
    }

    /// <summary>Changes the follow-ups of people, as they were shown to the official.</summary>
    public async Task<FollowUpResult> Change(Official official, Guid orderId, IReadOnlyList<ListedRow> rows, FollowUpChange change)
    {
        if (await lists.Find(official, orderId) is not { } found)
        {
            return FollowUpResult.Of(FollowUpOutcome.NotThere);
        }
        if (change.Note?.Trim().Length > FollowUp.MostNote)
        {
            return FollowUpResult.Of(FollowUpOutcome.NoteTooLong);
        }
        if (
            change.Assignee is { } assignee
            && assignee != Guid.Empty
            && !(await Assignees(found.Case.District)).Any(one => one.Id == assignee)
        )
        {
            return FollowUpResult.Of(FollowUpOutcome.NoSuchOfficial);
        }
        var result = await ledger.Change(
            entries => Change(entries, official, orderId, rows, change),
            FollowUpResult.Of(FollowUpOutcome.NotThere)
        );
        if (result.Changed > 0)
        {
            Changed?.Invoke(orderId);
        }
        return result;
    }

    private async Task<FollowUpResult> Change(
        Ledger.Entries entries,
        Official official,
        Guid orderId,
        IReadOnlyList<ListedRow> rows,
        FollowUpChange change
    )
    {
        // The list may have been destroyed or cancelled since the page was opened.
        var order = await entries.Rows.Orders.FirstOrDefaultAsync(row => row.Id == orderId);
        if (order?.State is not (TraceOrderState.Running or TraceOrderState.Completed) || order.ExpiresAt <= entries.Now)
        {
            return FollowUpResult.Of(FollowUpOutcome.NotThere);
        }
        var stored = await entries.Rows.FollowUps.Where(row => row.OrderId == orderId).ToDictionaryAsync(row => row.Row);
        var (own, seal) = (Keys(), keys.Current().PublicKey);
        var (overtaken, changes) = (new List<FollowUp>(), new List<(FollowUp Before, FollowUp After)>());
        var same = 0;
        foreach (var (row, _, shown) in rows.Where(row => row.Row.IsPerson))
        {
            var current = Newest(stored, row);
            var before = Open(current, own);
            var after = change.Apply(before, official.Id);
            if (after with { ChangedBy = before.ChangedBy } == before)
            {
                same++;
                continue;
            }
            if (before.Version != shown.Version)
            {
                overtaken.Add(before);
                continue;
            }
            changes.Add((before, after));
            if (current is null)
            {
                current = new FollowUpRow
                {
                    OrderId = orderId,
                    Row = row.Keys[0],
                    Sealed = "",
                    ChangedAt = entries.Now,
                };
                entries.Rows.FollowUps.Add(current);
            }
            (current.Sealed, current.ChangedAt, current.Version) = (after.Seal(seal), entries.Now, current.Version + 1);
        }
        Record(entries, official, order, changes);
        return new FollowUpResult(overtaken.Count > 0 ? FollowUpOutcome.Overtaken : FollowUpOutcome.Done, changes.Count + same, overtaken);
    }

    private static void Record(
        Ledger.Entries entries,
        Official official,
        TraceOrderRow order,
        IReadOnlyList<(FollowUp Before, FollowUp After)> changes
    )
    {
        (string, string)[] About(int rows, params (string, string)[] more) =>
            [("order", $"{order.Id}"), ("by", $"{official.Id}"), .. more, ("rows", $"{rows}")];
        foreach (var status in changes.Where(one => one.Before.Status != one.After.Status).GroupBy(one => one.After.Status))
        {
            entries.Note("contact-status-changed", order.CaseId, About(status.Count(), ("status", $"{status.Key}")));
        }
        foreach (var assigned in changes.Where(one => one.Before.Assignee != one.After.Assignee).GroupBy(one => one.After.Assignee))
        {
            if (assigned.Key is { } account)
            {
                entries.Note("contacts-assigned", order.CaseId, About(assigned.Count(), ("account", $"{account}")));
            }
            else
            {
                entries.Note("contacts-unassigned", order.CaseId, About(assigned.Count()));
            }
        }
        if (changes.Count(one => one.Before.Note != one.After.Note) is var notes and > 0)
        {
            entries.Note("contact-note-changed", order.CaseId, About(notes));
        }
    }

    private async Task<IReadOnlyList<Assignee>> Assignees(string district)
    {
        await using var accounts = await accountsDatabases.CreateDbContextAsync();
        var staff = await accounts
            .Users.AsNoTracking()
            .Where(account => account.DisabledAt == null && (account.Role == AccountRole.Official || account.Role == AccountRole.Approver))
            .OrderBy(account => account.Name)
            .Select(account => new
            {
                account.Id,
                account.Name,
                account.District,
            })
            .ToListAsync();
        return
        [
            .. staff
                .Where(account => new Jurisdiction(account.District).Covers(new Jurisdiction(district)))
                .Select(account => new Assignee(account.Id, account.Name)),
        ];
    }

    // When more answers arrive, two rows can turn out to be one person. The later of their follow-ups counts.
    private static FollowUpRow? Newest(Dictionary<string, FollowUpRow> stored, LineRow row) =>
        stored.Count == 0
            ? null
            : row
                .Keys.Select(stored.GetValueOrDefault)
                .OfType<FollowUpRow>()
                .OrderByDescending(one => one.ChangedAt)
                .ThenBy(one => one.Row, StringComparer.Ordinal)
                .FirstOrDefault();

    private static FollowUp Open(FollowUpRow? row, IReadOnlyList<IDecryptionKey> own) =>
        row is null
            ? FollowUp.None
            : (FollowUp.Open(row.Sealed, own) ?? FollowUp.None) with
            {
                ChangedAt = row.ChangedAt,
                Version = (row.Row, row.Version),
            };

    private List<IDecryptionKey> Keys() => [keys.Current(), .. keys.Retired()];
}

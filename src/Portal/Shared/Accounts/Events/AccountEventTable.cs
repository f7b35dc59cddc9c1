using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts.Events;

/// <summary>Writes the events of accounts to the table <c>account_event</c>.</summary>
internal sealed class AccountEventTable(IDbContextFactory<AccountsDatabase> databases, RefusedSignIns refused, TimeProvider time)
    : IAccountAudit
{
    /// <summary>How long events are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public Task Record(AccountEventKind kind, Guid accountId) => Add([Event(kind, accountId, 1, "")], CancellationToken.None);

    public void Refused(SignInRefusal reason, Guid? accountId) => refused.Add(reason, accountId);

    public Task StoreRefusals(CancellationToken cancellationToken) =>
        Add(
            [.. refused.Take().Select(one => Event(AccountEventKind.SignInsRefused, one.AccountId, one.Count, one.Reasons))],
            cancellationToken
        );

    /// <summary>Destroys events that are older than one year.</summary>
    /// <returns>The number of events destroyed.</returns>
    public async Task<int> Destroy(CancellationToken cancellationToken)
    {
        var last = time.GetUtcNow() - Kept;
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Events.Where(row => row.At <= last).ExecuteDeleteAsync(cancellationToken);
    }

    private AccountEvent Event(AccountEventKind kind, Guid accountId, int count, string reason) =>
        new()
        {
            Id = Guid.NewGuid(),
            At = time.GetUtcNow(),
            AccountId = accountId,
            Kind = kind,
            Count = count,
            Reason = reason,
        };

    private async Task Add(AccountEvent[] events, CancellationToken cancellationToken)
    {
        if (events.Length == 0)
        {
            return;
        }
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        database.Events.AddRange(events);
        await database.SaveChangesAsync(cancellationToken);
    }
}

using System.Linq.Expressions;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Owners.Store;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Accounts.Messages;
using KiPass.Portal.Shared.Register;
using KiPass.Tokens;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Owners.Messages;

/// <summary>
/// Notifies owners and managers when a facility's obligation changes or is going to change. Stores the last notified state for each account
/// and facility, and compares it with the register. Of several processes, only the first to store the new state sends the message, so that
/// no change is announced twice. A message is repeated only if the gateway certainly did not accept it.
/// </summary>
internal sealed class ObligationMessageSweep(
    IDbContextFactory<AccountsDatabase> accountDatabases,
    IDbContextFactory<OwnersDatabase> databases,
    RegisterCalls register,
    IMessageSender messages,
    ObligationMessageText texts,
    TimeProvider time
)
{
    private const int AtOnce = 8;

    /// <summary>Checks the facilities of every account and sends the messages that are due.</summary>
    /// <returns>False if the register or the gateway failed for some accounts. Run the sweep again then.</returns>
    public async Task<bool> Sweep(CancellationToken cancellationToken)
    {
        await using var database = await accountDatabases.CreateDbContextAsync(cancellationToken);
        var accounts = await database
            .Users.Where(account => account.Role == AccountRole.Owner && account.PhoneNumberConfirmed)
            .Select(account => new { account.Id, account.PhoneNumber })
            .ToListAsync(cancellationToken);
        var missed = 0;
        await Parallel.ForEachAsync(
            accounts,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (account, _) =>
            {
                if (!await Tell(account.Id, account.PhoneNumber!))
                {
                    Interlocked.Increment(ref missed);
                }
            }
        );
        return missed == 0;
    }

    private async Task<bool> Tell(Guid accountId, string phone)
    {
        var caller = Caller.Account(accountId.ToString());
        var answer = await register.Ask(() => register.Grain<IDirectoryGrain>(IDirectoryGrain.Key).Outlook(caller));
        if (answer.Value.IsDefault)
        {
            return false;
        }
        await using var database = await databases.CreateDbContextAsync();
        var told = await database
            .ToldObligations.AsNoTracking()
            .Where(row => row.AccountId == accountId)
            .ToDictionaryAsync(row => row.FacilityId);
        var all = true;
        foreach (var outlook in answer.Value)
        {
            all &= await Tell(database, accountId, phone, outlook, told.GetValueOrDefault(outlook.Id));
        }
        return all;
    }

    private async Task<bool> Tell(OwnersDatabase database, Guid accountId, string phone, FacilityOutlook outlook, ToldObligation? row)
    {
        var now = KnownObligation.Of(outlook);
        var news = ObligationUpdate.Between(row is null ? null : Known(row), now, KoreanDay.Of(time.GetUtcNow()));
        if (row is not null && Known(row) == now)
        {
            return true;
        }
        if (!await Write(database, accountId, outlook.Id, row, now, news.IsEmpty ? row?.SentAt : time.GetUtcNow()) || news.IsEmpty)
        {
            return true;
        }
        if (await messages.Send(accountId, phone, texts.Say(outlook, now, news)))
        {
            return true;
        }
        await Restore(database, accountId, outlook.Id, row);
        return false;
    }

    /// <summary>Replaces the state that was read with the new one. False if another process changed it in the meantime.</summary>
    private static async Task<bool> Write(
        OwnersDatabase database,
        Guid accountId,
        Guid facilityId,
        ToldObligation? row,
        KnownObligation now,
        DateTimeOffset? sentAt
    )
    {
        if (row is not null)
        {
            return await database
                    .ToldObligations.Where(Same(row))
                    .ExecuteUpdateAsync(set =>
                        set.SetProperty(told => told.Kind, now.Kind)
                            .SetProperty(told => told.NextFrom, now.NextFrom?.Number)
                            .SetProperty(told => told.NextKind, now.NextKind)
                            .SetProperty(told => told.SentAt, sentAt)
                    ) == 1;
        }
        var made = new ToldObligation
        {
            AccountId = accountId,
            FacilityId = facilityId,
            Kind = now.Kind,
            NextFrom = now.NextFrom?.Number,
            NextKind = now.NextKind,
            SentAt = sentAt,
        };
        database.ToldObligations.Add(made);
        try
        {
            await database.SaveChangesAsync();
            return true;
        }
        catch (DbUpdateException)
        {
            // Another process of this portal was faster, or the account was deleted.
            return false;
        }
        finally
        {
            database.Entry(made).State = EntityState.Detached;
        }
    }

    private static async Task Restore(OwnersDatabase database, Guid accountId, Guid facilityId, ToldObligation? row)
    {
        var mine = database.ToldObligations.Where(told => told.AccountId == accountId && told.FacilityId == facilityId);
        if (row is null)
        {
            await mine.ExecuteDeleteAsync();
            return;
        }
        await mine.ExecuteUpdateAsync(set =>
            set.SetProperty(told => told.Kind, row.Kind)
                .SetProperty(told => told.NextFrom, row.NextFrom)
                .SetProperty(told => told.NextKind, row.NextKind)
                .SetProperty(told => told.SentAt, row.SentAt)
        );
    }

    private static Expression<Func<ToldObligation, bool>> Same(ToldObligation row) =>
        told =>
            told.AccountId == row.AccountId
            && told.FacilityId == row.FacilityId
            && told.Kind == row.Kind
            && told.NextFrom == row.NextFrom
            && told.NextKind == row.NextKind;

    private static KnownObligation Known(ToldObligation row) =>
        new(row.Kind, row.NextFrom is { } number ? new KoreanDay(number) : null, row.NextKind);
}

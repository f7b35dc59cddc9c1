using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Access;

/// <summary>
/// The rule of every action that needs two officials: the second one is another person than everybody who did an earlier step. Accounts
/// belong to one person if they have the same phone number or mailbox, or if they were used in the same browser. An account that does not
/// exist any more cannot be compared, so its steps cannot be confirmed.
/// </summary>
internal static class TwoPeople
{
    /// <summary>How long the browser of an earlier step is stored.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary>Records who did an earlier step and in which browser. Does nothing if this is already recorded.</summary>
    /// <param name="entries">The change that the step is part of.</param>
    /// <param name="action">The kind of action.</param>
    /// <param name="id">The order, proposal or exemption.</param>
    /// <param name="official">The official who does the step.</param>
    public static async Task RecordStep(this Ledger.Entries entries, TwoPersonAction action, Guid id, Official official)
    {
        if (await entries.Rows.EarlierSteps.FindAsync(action, id, official.Id, official.Device) is null)
        {
            entries.Rows.EarlierSteps.Add(
                new EarlierStepRow
                {
                    Action = action,
                    Id = id,
                    By = official.Id,
                    Device = official.Device,
                    At = entries.Now,
                }
            );
        }
    }

    /// <summary>Whether an official is another person than everybody who did an earlier step.</summary>
    /// <param name="entries">The change that the official's step is part of.</param>
    /// <param name="action">The kind of action.</param>
    /// <param name="id">The order, proposal or exemption.</param>
    /// <param name="earlier">The accounts that did the earlier steps.</param>
    /// <param name="official">The official who now decides.</param>
    public static async Task<bool> IsAnotherPerson(
        this Ledger.Entries entries,
        TwoPersonAction action,
        Guid id,
        IReadOnlyCollection<Guid> earlier,
        Official official
    )
    {
        await using var accounts = await entries.Accounts();
        var people = await accounts.Users.AsNoTracking().Where(row => row.Id == official.Id || earlier.Contains(row.Id)).ToListAsync();
        if (
            people.Find(row => row.Id == official.Id) is not { DisabledAt: null } own
            || earlier.Contains(own.Id)
            || people.Count <= earlier.Distinct().Count()
            || people.Exists(other => other.Id != own.Id && BelongToOne(own, other))
        )
        {
            return false;
        }
        var devices = new HashSet<string>(await accounts.Devices(own.Id, entries.Now)) { official.Device };
        var others = await entries
            .Rows.EarlierSteps.Where(step => step.Action == action && step.Id == id && earlier.Contains(step.By))
            .Select(step => step.Device)
            .ToListAsync();
        foreach (var other in earlier)
        {
            others.AddRange(await accounts.Devices(other, entries.Now));
        }
        devices.Remove("");
        return !devices.Overlaps(others);
    }

    /// <summary>Removes earlier steps that are too old to be confirmed.</summary>
    public static async Task<bool> RemoveOldSteps(Ledger.Entries entries)
    {
        var last = entries.Now - Kept;
        await entries.Rows.EarlierSteps.Where(step => step.At <= last).ExecuteDeleteAsync();
        return true;
    }

    private static bool BelongToOne(Account one, Account other) =>
        (Phone.Parse(one.PhoneNumber) ?? one.PhoneNumber) is { Length: > 0 } phone
            && phone == (Phone.Parse(other.PhoneNumber) ?? other.PhoneNumber)
        || Mailbox.Of(one.Email) == Mailbox.Of(other.Email);
}

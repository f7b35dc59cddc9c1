using System.Net;
using KiPass.Hosting.Limits;

namespace KiPass.Portal.Shared.Accounts.Limits;

/// <summary>
/// How many codes and links may be sent to a phone number or e-mail address, for an account, and on request of an address. Nobody can
/// use up what belongs to another: one address gets only a part of a recipient's budget, and a recipient whose day is used up still gets
/// one message an hour.
/// </summary>
public sealed class MessageBudgets(Counters counters, TimeProvider time)
{
    internal static readonly Budget OfRecipient = new(PerHour: 6, PerDay: 12);
    internal static readonly Budget OfRecipientFromOneAddress = new(PerHour: 3, PerDay: 6);
    internal static readonly Budget OfAccount = new(PerHour: 10, PerDay: 30);
    internal static readonly Budget OfAddress = new(PerHour: 120, PerDay: 400);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    // In memory, because addresses of requests are not stored.
    private readonly KeyedBudgets<IPAddress> addresses = new(time);
    private readonly KeyedBudgets<(IPAddress, string)> recipientsOfAddresses = new(time);

    /// <summary>Counts a message. False if it must not be sent.</summary>
    /// <param name="account">The account for which the message is sent.</param>
    /// <param name="to">A phone number (E.164) or an e-mail address.</param>
    /// <param name="from">Address of the request; null if a signed-in user requested the message.</param>
    internal async Task<bool> Take(string account, string to, IPAddress? from)
    {
        var recipient = to.Trim().ToUpperInvariant();
        if (from is not null)
        {
            var block = AddressBlock.Of(from);
            if (
                addresses.Take(block, OfAddress) > TimeSpan.Zero
                || recipientsOfAddresses.Take((block, Secrets.Hash(recipient)), OfRecipientFromOneAddress) > TimeSpan.Zero
            )
            {
                return false;
            }
        }
        return await Take($"account:{account}", OfAccount) && await Take($"recipient:{recipient}", OfRecipient);
    }

    private async Task<bool> Take(string subject, Budget budget)
    {
        var inHour = await Count($"{subject}:hour", Hour, budget.PerHour);
        return inHour is { Count: var count } && await Count($"{subject}:day", Day, count == 1 ? int.MaxValue : budget.PerDay) is not null;
    }

    private Task<CounterState?> Count(string subject, TimeSpan window, int limit)
    {
        var now = time.GetUtcNow();
        return counters.Change(
            subject,
            window,
            used =>
                used.Count == 0 || now - used.Since >= window ? new CounterState(1, now, default)
                : used.Count < limit ? used with { Count = used.Count + 1 }
                : null
        );
    }
}

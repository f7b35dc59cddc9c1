using System.Net;
using KiPass.Hosting.Limits;

namespace KiPass.Portal.Shared.Accounts.Limits;

/// <summary>
/// Slows password guesses down by account and address: five wrong passwords from one address end this address's attempts for ten
/// minutes, then for twice as long each time. The owner can still sign in from elsewhere. After many wrong passwords for one account from
/// anywhere, each address has only one attempt before its pause, but always that one. Unknown accounts are counted like existing ones.
/// </summary>
internal sealed class SignInThrottle(Counters counters, TimeProvider time)
{
    public static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(12);

    /// <summary>Wrong attempts for one account within a day, from all addresses, after which an address has only one.</summary>
    public const int Ceiling = 50;

    private const int Attempts = 5;
    private const int AttemptsAboveCeiling = 1;
    private static readonly TimeSpan FirstCodePause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestCodePause = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>
    /// Counts an attempt as wrong before the password is checked, so that concurrent guesses cannot share one attempt. False if the
    /// address must wait.
    /// </summary>
    /// <param name="email">The address as entered. It need not have an account.</param>
    public async Task<bool> Take(string email, IPAddress? from)
    {
        var now = time.GetUtcNow();
        var total = await counters.Read(OfAccount(email));
        var attempts = total.Count >= Ceiling ? AttemptsAboveCeiling : Attempts;
        if (!await Take(OfPair(email, from), now, attempts, FirstPause, LongestPause))
        {
            return false;
        }
        // Only attempts that were checked: an address that must wait cannot reduce the attempts of others.
        await counters.Change(
            OfAccount(email),
            Day,
            used => used.Count == 0 ? new CounterState(1, now, default) : used with { Count = used.Count + 1 }
        );
        return true;
    }

    /// <summary>Reverses <see cref="Take(string, IPAddress)"/> for an attempt that was right.</summary>
    public async Task Undo(string email, IPAddress? from)
    {
        await counters.Change(OfAccount(email), Day, Less);
        await counters.Change(OfPair(email, from), Day, Less);
    }

    /// <summary>Forgets wrong attempts from this address after a complete sign-in.</summary>
    public async Task Succeeded(string email, IPAddress? from, Guid accountId)
    {
        await counters.Change(OfAccount(email), Day, Less);
        await counters.Remove(OfPair(email, from));
        await counters.Remove(OfCodes(accountId));
    }

    /// <summary>
    /// Counts a code of the second factor, from any address: a person who enters codes has already entered the password. False if the account must wait, at
    /// most an hour.
    /// </summary>
    public Task<bool> TakeCode(Guid accountId) => Take(OfCodes(accountId), time.GetUtcNow(), Attempts, FirstCodePause, LongestCodePause);

    /// <summary>The pause after so many attempts above the allowed number.</summary>
    public static TimeSpan Pause(int above, TimeSpan first, TimeSpan longest) =>
        TimeSpan.FromTicks(Math.Min(longest.Ticks, first.Ticks << Math.Clamp(above, 0, 16)));

    private async Task<bool> Take(string subject, DateTimeOffset now, int attempts, TimeSpan first, TimeSpan longest) =>
        await counters.Change(
            subject,
            Day,
            used =>
            {
                if (used.Until > now)
                {
                    return null;
                }
                var count = used.Count + 1;
                return new CounterState(count, now, count < attempts ? default : now + Pause(count - attempts, first, longest));
            }
        )
            is not null;

    private static CounterState? Less(CounterState used) => used.Count == 0 ? null : new CounterState(used.Count - 1, used.Since, default);

    private static string OfAccount(string email) => $"sign-in:{Normalized(email)}";

    private static string OfPair(string email, IPAddress? from) => $"sign-in:{Normalized(email)}:{AddressBlock.Of(from)}";

    private static string OfCodes(Guid accountId) => $"second-factor:{accountId:N}";

    private static string Normalized(string email) => email.Trim().ToUpperInvariant();
}

using System.Collections.Concurrent;
using System.Net;
using KiPass.Hosting.Limits;
using KiPass.Hosting.Problems;
using KiPass.Issuer.Problems;
using KiPass.Issuer.Settings;

namespace KiPass.Issuer.Web;

/// <summary>
/// Limits by address what needs no session: by the minute, and codes also by the hour and day. Kept in memory for that time and nowhere else.
/// </summary>
internal sealed class AddressLimits(IssuerSettings settings, TimeProvider time)
{
    private const int MostTracked = 200_000;
    private const long MinuteSeconds = 60;
    private const int HoursOfPhone = 3;

    private readonly ConcurrentDictionary<(LimitedAction, IPAddress), int> used = new();
    private readonly KeyedBudgets<IPAddress> codes = new(time);
    private readonly KeyedBudgets<(IPAddress, string)> codesOfPhones = new(time);
    private readonly Lock turn = new();
    private long minute;

    /// <summary>Counts one; false when a limit is reached.</summary>
    public bool TryTake(LimitedAction action, IPAddress? address, out TimeSpan retryAfter)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        TurnTo(now / MinuteSeconds);
        retryAfter = TimeSpan.FromSeconds(MinuteSeconds - now % MinuteSeconds);
        var block = AddressBlock.Of(address);
        if (used.AddOrUpdate((action, block), 1, (_, count) => count + 1) > Limit(action))
        {
            return false;
        }
        if (action == LimitedAction.Code)
        {
            retryAfter = codes.Take(block, new(settings.Limits.CodesPerAddressAndHour, settings.Limits.CodesPerAddressAndDay));
            return retryAfter == TimeSpan.Zero;
        }
        return true;
    }

    /// <summary>Counts a code that an address requests for a phone number. Returns zero, or the time to wait.</summary>
    /// <param name="phoneIndex">The look-up value of the number.</param>
    public TimeSpan TakeCode(IPAddress? address, byte[] phoneIndex)
    {
        var perHour = settings.Limits.CodesPerPhoneAddressAndHour;
        return codesOfPhones.Take(
            (AddressBlock.Of(address), Convert.ToBase64String(phoneIndex)),
            new(perHour, (int)Math.Min(int.MaxValue, (long)perHour * HoursOfPhone))
        );
    }

    private int Limit(LimitedAction action) =>
        action switch
        {
            LimitedAction.Code => settings.Limits.CodesPerAddressAndMinute,
            LimitedAction.Confirmation => settings.Limits.ConfirmationsPerAddressAndMinute,
            _ => settings.Limits.UnknownSessionsPerAddressAndMinute,
        };

    private void TurnTo(long current)
    {
        if (Volatile.Read(ref minute) == current && used.Count < MostTracked)
        {
            return;
        }
        lock (turn)
        {
            used.Clear();
            Volatile.Write(ref minute, current);
        }
    }
}

/// <summary>What is limited by address.</summary>
internal enum LimitedAction
{
    Code,
    Confirmation,
    UnknownSession,

    /// <summary>A disclosure request that the register did not sign; counted with the unknown sessions.</summary>
    UnsignedDisclosure,
}

/// <summary>Routes that are limited by address.</summary>
internal static class AddressLimited
{
    /// <summary>Counts the requests of a route, before a body is read.</summary>
    public static RouteHandlerBuilder LimitByAddress(this RouteHandlerBuilder route, LimitedAction action) =>
        route
            .RequireBeforeBinding(context =>
                context
                    .RequestServices.GetRequiredService<AddressLimits>()
                    .TryTake(action, context.Connection.RemoteIpAddress, out var wait)
                    ? default
                    : new ValueTask<ProblemResult?>(IssuerProblems.TooManyRequests.ToResult(wait))
            )
            .ProducesProblems(IssuerProblems.TooManyRequests);
}

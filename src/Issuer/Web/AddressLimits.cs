using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using KiPass.Hosting.Problems;
using KiPass.Issuer.Problems;
using KiPass.Issuer.Settings;

namespace KiPass.Issuer.Web;

/// <summary>
/// Limits by address what needs no session, per minute. Kept in memory for that minute and nowhere else; an IPv6 address counts by its /64.
/// </summary>
internal sealed class AddressLimits(IssuerSettings settings, TimeProvider time)
{
    private const int MostTracked = 200_000;
    private const long MinuteSeconds = 60;

    private readonly ConcurrentDictionary<(LimitedAction, UInt128), int> used = new();
    private readonly Lock turn = new();
    private long minute;

    /// <summary>Counts one; false when the minute's limit is reached.</summary>
    public bool TryTake(LimitedAction action, IPAddress? address, out TimeSpan retryAfter)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        TurnTo(now / MinuteSeconds);
        retryAfter = TimeSpan.FromSeconds(MinuteSeconds - now % MinuteSeconds);
        return used.AddOrUpdate((action, Prefix(address)), 1, (_, count) => count + 1) <= Limit(action);
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

    private static UInt128 Prefix(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        (address ?? IPAddress.None).MapToIPv6().TryWriteBytes(bytes, out _);
        var isIPv4 =
            address is null || address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork || address.IsIPv4MappedToIPv6;
        return isIPv4 ? BinaryPrimitives.ReadUInt128BigEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);
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

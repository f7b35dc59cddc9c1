using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace KiPass.Portal.Shared.Accounts.Events;

/// <summary>
/// Refused sign-ins since the counts were last stored: a metric by reason, and a count for each account. The number of counts is bounded.
/// </summary>
public sealed class RefusedSignIns
{
    public const string MeterName = "KiPass.Portal";

    private const int MostCounts = 10_000;
    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "kipass.portal.sign_ins.refused",
        description: "Refused sign-ins by reason, those of unknown accounts included."
    );

    private readonly ConcurrentDictionary<(Guid Account, SignInRefusal Reason), int> counts = new();

    /// <summary>Counts one refusal. Without an account it is only a metric.</summary>
    public void Add(SignInRefusal reason, Guid? accountId)
    {
        Refused.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
        if (accountId is { } id && (counts.Count < MostCounts || counts.ContainsKey((id, reason))))
        {
            counts.AddOrUpdate((id, reason), 1, (_, count) => count + 1);
        }
    }

    /// <summary>Takes all counts. They start at zero again.</summary>
    public IReadOnlyList<RefusedCount> Take()
    {
        var taken = new List<(Guid Account, SignInRefusal Reason, int Count)>();
        foreach (var key in counts.Keys)
        {
            if (counts.TryRemove(key, out var count))
            {
                taken.Add((key.Account, key.Reason, count));
            }
        }
        return
        [
            .. taken
                .GroupBy(one => one.Account)
                .Select(account => new RefusedCount(
                    account.Key,
                    account.Sum(one => one.Count),
                    string.Join(' ', account.OrderBy(one => one.Reason).Select(one => $"{one.Reason}:{one.Count}"))
                )),
        ];
    }
}

/// <summary>Refused sign-ins of one account.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Count">How many.</param>
/// <param name="Reasons">The reasons with their counts, for example <c>WrongPassword:12 WrongCode:1</c>.</param>
public sealed record RefusedCount(Guid AccountId, int Count, string Reasons);

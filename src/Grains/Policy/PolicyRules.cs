using System.Collections.Frozen;
using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;

namespace KiPass.Grains.Policy;

/// <summary>Roles that may call each method of <see cref="IPolicyGrain"/>. Jurisdiction is checked separately.</summary>
internal static class PolicyRules
{
    private static readonly CallerRole[] Officials = [CallerRole.Official, CallerRole.Approver];

    public static readonly FrozenDictionary<string, CallerRole[]> Allowed = new Dictionary<string, CallerRole[]>
    {
        [nameof(IPolicyGrain.History)] = Officials,
        [nameof(IPolicyGrain.AddOrder)] = Officials,
        [nameof(IPolicyGrain.ProposeOrder)] = Officials,
        [nameof(IPolicyGrain.ApproveOrder)] = [CallerRole.Approver],
        [nameof(IPolicyGrain.WithdrawOrderProposal)] = Officials,
        [nameof(IPolicyGrain.WithdrawOrder)] = Officials,
        [nameof(IPolicyGrain.ProposeExemption)] = Officials,
        [nameof(IPolicyGrain.ApproveExemption)] = [CallerRole.Approver],
        [nameof(IPolicyGrain.EndExemption)] = Officials,
        [nameof(IPolicyGrain.ChangeLevel)] = [CallerRole.Approver],
        [nameof(IPolicyGrain.ProposeLevel)] = [CallerRole.Approver],
        [nameof(IPolicyGrain.ApproveLevel)] = [CallerRole.Approver],
        [nameof(IPolicyGrain.WithdrawLevel)] = [CallerRole.Approver],
    }.ToFrozenDictionary();

    public static bool Allows(Caller caller, string method) =>
        !string.IsNullOrEmpty(caller.AccountId) && Allowed.TryGetValue(method, out var roles) && roles.Contains(caller.Role);
}

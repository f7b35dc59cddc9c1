using System.Collections.Frozen;
using KiPass.Contracts.Access;
using KiPass.Contracts.Venues;

namespace KiPass.Grains.Venues;

/// <summary>
/// Roles that may call each method of <see cref="IVenuesGrain"/> and <see cref="IVenueListGrain"/>. Jurisdiction is checked separately.
/// </summary>
internal static class VenueRules
{
    private static readonly CallerRole[] Officials = [CallerRole.Official, CallerRole.Approver];
    private static readonly CallerRole[] Owners = [CallerRole.Account];

    public static readonly FrozenDictionary<string, CallerRole[]> Allowed = new Dictionary<string, CallerRole[]>
    {
        [nameof(IVenueListGrain.Load)] = Officials,
        [nameof(IVenueListGrain.Progress)] = Officials,
        [nameof(IVenueListGrain.Faults)] = Officials,
        [nameof(IVenuesGrain.Lists)] = Officials,
        [nameof(IVenuesGrain.View)] = Officials,
        [nameof(IVenuesGrain.SettleMatch)] = Officials,
        [nameof(IVenuesGrain.Invite)] = Officials,
        [nameof(IVenuesGrain.Invited)] = Owners,
        [nameof(IVenuesGrain.Accept)] = Owners,
        [nameof(IVenuesGrain.Contacts)] = Officials,
        [nameof(IVenuesGrain.AddContact)] = Officials,
    }.ToFrozenDictionary();

    public static bool Allows(Caller caller, string method) =>
        caller.AccountId is { Length: > 0 and <= 64 } && Allowed.TryGetValue(method, out var roles) && roles.Contains(caller.Role);
}

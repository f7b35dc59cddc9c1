using System.Collections.Frozen;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Facilities;

/// <summary>A caller's relation to one facility.</summary>
[Flags]
internal enum FacilityActor
{
    None = 0,

    /// <summary>An account of the owners' area; the facility does not exist yet.</summary>
    Creator = 1,

    Owner = 2,
    Manager = 4,
    Scanner = 8,

    /// <summary>The account to which the owner has offered the facility.</summary>
    Recipient = 16,

    /// <summary>An official or approver with jurisdiction over its district, once it has been submitted.</summary>
    Official = 32,
}

/// <summary>Who may call each method of <see cref="IFacilityGrain"/>. A method without a row cannot be called.</summary>
internal static class FacilityRules
{
    private const FacilityActor Leaders = FacilityActor.Owner | FacilityActor.Manager;
    private const FacilityActor Members = Leaders | FacilityActor.Scanner;

    public static readonly FrozenDictionary<string, FacilityActor> Allowed = new Dictionary<string, FacilityActor>
    {
        [nameof(IFacilityGrain.View)] = Members | FacilityActor.Recipient | FacilityActor.Official,
        [nameof(IFacilityGrain.SaveDraft)] = FacilityActor.Creator | Leaders,
        [nameof(IFacilityGrain.Submit)] = FacilityActor.Owner,
        [nameof(IFacilityGrain.Approve)] = FacilityActor.Official,
        [nameof(IFacilityGrain.Confirm)] = FacilityActor.Official,
        [nameof(IFacilityGrain.Reject)] = FacilityActor.Official,
        [nameof(IFacilityGrain.Edit)] = Leaders | FacilityActor.Official,
        [nameof(IFacilityGrain.Suspend)] = FacilityActor.Owner | FacilityActor.Official,
        [nameof(IFacilityGrain.Resume)] = FacilityActor.Owner | FacilityActor.Official,
        [nameof(IFacilityGrain.Close)] = FacilityActor.Owner | FacilityActor.Official,
        [nameof(IFacilityGrain.SetMember)] = FacilityActor.Owner,
        [nameof(IFacilityGrain.RemoveMember)] = FacilityActor.Owner,
        [nameof(IFacilityGrain.OfferTransfer)] = FacilityActor.Owner,
        [nameof(IFacilityGrain.AcceptTransfer)] = FacilityActor.Recipient,
        [nameof(IFacilityGrain.SetZone)] = Leaders,
        [nameof(IFacilityGrain.RemoveZone)] = Leaders,
        [nameof(IFacilityGrain.SetHours)] = Leaders,
        [nameof(IFacilityGrain.OfferPairing)] = Members,
        [nameof(IFacilityGrain.OfferPairingOnce)] = Members,
        [nameof(IFacilityGrain.ChangeDevice)] = Leaders,
        [nameof(IFacilityGrain.RevokeDevice)] = Leaders,
        [nameof(IFacilityGrain.Entries)] = Members,
        [nameof(IFacilityGrain.Live)] = Members,
    }.ToFrozenDictionary();

    /// <summary>A caller's relations to a facility; there can be several.</summary>
    /// <param name="exists">Whether the facility exists.</param>
    public static FacilityActor Of(Caller caller, FacilityRecord state, bool exists)
    {
        if (string.IsNullOrEmpty(caller.AccountId) || caller.AccountId.Length > 64)
        {
            return FacilityActor.None;
        }
        if (caller.Role != CallerRole.Account)
        {
            var submitted = state.Stage != FacilityState.Draft || state.History.Any(change => change.What == FacilityEventKind.Submitted);
            return exists && submitted && caller.AnswersFor(state.Facts.District) ? FacilityActor.Official : FacilityActor.None;
        }
        if (!exists)
        {
            return FacilityActor.Creator;
        }
        var member = state.RoleOf(caller.AccountId) switch
        {
            MemberRole.Owner => FacilityActor.Owner,
            MemberRole.Manager => FacilityActor.Manager,
            MemberRole.Scanner => FacilityActor.Scanner,
            _ => FacilityActor.None,
        };
        return state.TransferTo == caller.AccountId ? member | FacilityActor.Recipient : member;
    }

    /// <summary>
    /// Null when the caller may call the method; otherwise the answer. Callers without a role get NotFound, so that they cannot learn
    /// whether a facility exists.
    /// </summary>
    public static Answer? Refusal(FacilityActor actor, string method)
    {
        var allowed = Allowed.GetValueOrDefault(method);
        return (actor & allowed) != 0 ? null
            : actor is FacilityActor.None or FacilityActor.Creator ? Answer.Of(AnswerStatus.NotFound)
            : Answer.Of(AnswerStatus.Refused);
    }
}

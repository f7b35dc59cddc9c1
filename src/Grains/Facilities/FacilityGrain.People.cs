using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Facilities;

internal sealed partial class FacilityGrain
{
    private const int MaxMembers = 100;
    private const int MaxAccountId = 64;

    public async ValueTask<Answer> SetMember(Caller caller, string accountId, MemberRole role)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (AccountProblem(accountId) is { } wrong)
        {
            return wrong;
        }
        if (role is not (MemberRole.Manager or MemberRole.Scanner))
        {
            return Answer.Invalid(new FieldError("Role", FieldProblem.OutOfRange));
        }
        var current = State.RoleOf(accountId);
        if (current == role)
        {
            return Answer.Done;
        }
        if (current == MemberRole.Owner || (current is null && State.Members.Length >= MaxMembers))
        {
            return Answer.Of(AnswerStatus.Conflict);
        }
        var others = State.Members.Where(member => member.AccountId != accountId);
        var next = State with { Members = [.. others, new Member(accountId, role, time.GetUtcNow())] };
        return await Change(next.With(Event(caller, FacilityEventKind.MemberSet, accountId)));
    }

    public async ValueTask<Answer> RemoveMember(Caller caller, string accountId)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        switch (State.RoleOf(accountId))
        {
            case null:
                return Answer.Done;
            case MemberRole.Owner:
                return Answer.Of(AnswerStatus.Conflict);
            default:
                var next = State with { Members = State.Members.RemoveAll(member => member.AccountId == accountId) };
                return await Change(
                    WithoutDevicesOf(accountId, next, caller).With(Event(caller, FacilityEventKind.MemberRemoved, accountId))
                );
        }
    }

    public async ValueTask<Answer> OfferTransfer(Caller caller, string? accountId)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (accountId is null)
        {
            return State.TransferTo is null ? Answer.Done : await Change(State with { TransferTo = null });
        }
        if (AccountProblem(accountId) is { } wrong)
        {
            return wrong;
        }
        if (State.Stage == FacilityState.Closed || accountId == caller.AccountId)
        {
            return Answer.Of(AnswerStatus.Conflict);
        }
        var offered = State with { TransferTo = accountId };
        return await Change(offered.With(Event(caller, FacilityEventKind.TransferOffered, accountId)));
    }

    public async ValueTask<Answer> AcceptTransfer(Caller caller)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        // Managers and scanners keep their roles: the new owner takes over a working facility and can remove them.
        var staff = State.Members.Where(member => member.Role != MemberRole.Owner && member.AccountId != caller.AccountId);
        var taken = State with
        {
            Members = [new Member(caller.AccountId, MemberRole.Owner, time.GetUtcNow()), .. staff],
            TransferTo = null,
        };
        var owner = State.OwnerAccount ?? "";
        return await Change(WithoutDevicesOf(owner, taken, caller).With(Event(caller, FacilityEventKind.Transferred, owner)));
    }

    // The token of a device ends in the same change as the membership of the account that paired it.
    private FacilityRecord WithoutDevicesOf(string accountId, FacilityRecord next, Caller caller)
    {
        foreach (var device in next.Devices.Where(device => device.PairedBy == accountId && IsInUse(device)))
        {
            next = next with { Devices = next.Devices.Replace(device, device with { RevokedAt = time.GetUtcNow() }) };
            next = next.With(Event(caller, FacilityEventKind.DeviceRevoked, device.Name));
        }
        return next;
    }

    private static Answer? AccountProblem(string accountId) =>
        accountId is not { Length: > 0 and <= MaxAccountId } || accountId.Any(char.IsControl)
            ? Answer.Invalid(new FieldError("AccountId", FieldProblem.Unknown))
            : null;
}

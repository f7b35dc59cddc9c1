using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Facilities.Directory;

/// <summary>A facility as the directory stores it.</summary>
internal sealed record DirectoryRow(Guid FacilityId, FacilityRecord State, DateTimeOffset? SeenAt)
{
    /// <summary>Stored as the role of the account to which the facility is offered.</summary>
    public const int OfferedRole = 9;

    public DateTimeOffset CreatedAt => State.History.IsEmpty ? DateTimeOffset.UnixEpoch : State.History[0].At;

    public DateTimeOffset ChangedAt => State.History.IsEmpty ? DateTimeOffset.UnixEpoch : State.History[^1].At;

    public DateTimeOffset? ActivatedAt => State.History.FirstOrDefault(change => change.What == FacilityEventKind.Approved)?.At;

    public IEnumerable<(string AccountId, int Role)> Members
    {
        get
        {
            foreach (var member in State.Members)
            {
                yield return (member.AccountId, (int)member.Role);
            }
            if (State.TransferTo is { } heir && State.RoleOf(heir) is null)
            {
                yield return (heir, OfferedRole);
            }
        }
    }
}

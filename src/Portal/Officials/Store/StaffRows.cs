using KiPass.Portal.Shared.Accounts;

namespace KiPass.Portal.Officials.Store;

/// <summary>A change of a staff account that one administrator proposed. Another one confirms or declines it.</summary>
internal sealed class StaffProposalRow
{
    public required Guid Id { get; set; }

    public required StaffChangeKind Kind { get; set; }

    public StaffProposalState State { get; set; }

    /// <summary>The account to change; null for an invitation.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>E-mail address of the invited person; otherwise empty. Removed when the proposal expires.</summary>
    public string Email { get; set; } = "";

    public AccountRole Role { get; set; }

    public string District { get; set; } = "";

    public required Guid ProposedBy { get; set; }

    public required DateTimeOffset ProposedAt { get; set; }

    /// <summary>Last moment at which the proposal can be confirmed, and then at which the invitation can be used.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    public Guid? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>ID of the invitation whose link was sent last; otherwise empty.</summary>
    public string InvitationId { get; set; } = "";

    /// <summary>Concurrency token. Incremented with each change.</summary>
    public int Version { get; set; }
}

/// <summary>A change that needs two administrators. Stored by name.</summary>
internal enum StaffChangeKind
{
    /// <summary>Invite a person.</summary>
    Invite,

    /// <summary>Give an account another role or jurisdiction.</summary>
    ChangeRole,

    /// <summary>Remove the second factor, the passkeys and the recovery codes of an account.</summary>
    ResetSecondFactor,

    /// <summary>Enable an account that was disabled.</summary>
    Enable,
}

/// <summary>The state of a proposal. Stored by name.</summary>
internal enum StaffProposalState
{
    Proposed,
    Confirmed,

    /// <summary>Declined by another administrator or withdrawn by the one who proposed it.</summary>
    Declined,

    /// <summary>The invited person has used the link.</summary>
    Used,
}

/// <summary>Who did an earlier step of an action that needs two people.</summary>
internal sealed class EarlierStepRow
{
    public required TwoPersonAction Action { get; set; }

    /// <summary>The order, proposal or exemption.</summary>
    public required Guid Id { get; set; }

    public required Guid By { get; set; }

    /// <summary>Hash of the browser's cookie. Empty if the session was started by an earlier release.</summary>
    public required string Device { get; set; }

    public required DateTimeOffset At { get; set; }
}

/// <summary>An action that needs two people. Stored by name.</summary>
internal enum TwoPersonAction
{
    TraceOrder,
    StaffChange,
    Exemption,
    CrisisLevel,
    RestrictionOrder,
}

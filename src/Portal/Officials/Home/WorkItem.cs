namespace KiPass.Portal.Officials.Home;

/// <summary>Something that waits for the official. The kinds are in the order in which they are listed as filters.</summary>
internal enum WorkKind
{
    /// <summary>A trace order that the official may approve.</summary>
    Approval,

    /// <summary>An order, a crisis level or an exemption that another official proposed.</summary>
    Policy,

    /// <summary>People whom the official is assigned to call.</summary>
    Calls,

    /// <summary>A case without an order, an order of the official that is not sent, or a trace that runs or lacks an answer.</summary>
    Trace,

    /// <summary>A registration that waits for a decision.</summary>
    Review,

    /// <summary>Venues without an entry for a week.</summary>
    SilentVenue,

    /// <summary>A change of the staff that another administrator proposed.</summary>
    Staff,
}

/// <summary>An item of the queue on the home page.</summary>
/// <param name="Kind">What waits.</param>
/// <param name="Title">Case number, name of a facility, or what is proposed.</param>
/// <param name="Detail">One line about it.</param>
/// <param name="Since">Since when it waits; null if unknown.</param>
/// <param name="Address">Page of the next action.</param>
/// <param name="Action">The next action, as the text of its button.</param>
internal sealed record WorkItem(WorkKind Kind, string Title, string Detail, DateTimeOffset? Since, string Address, string Action);

/// <summary>What waits for an official, oldest first.</summary>
/// <param name="Items">Items without a known age come last.</param>
/// <param name="Trouble">Why a part is missing; null if the queue is complete.</param>
internal sealed record WorkList(IReadOnlyList<WorkItem> Items, string? Trouble);

namespace KiPass.Portal.Shared.Accounts.Events;

/// <summary>An event of an account in the owners' portal. Rows are only added, and destroyed after one year.</summary>
internal sealed class AccountEvent
{
    public required Guid Id { get; set; }

    public required DateTimeOffset At { get; set; }

    public required Guid AccountId { get; set; }

    public required AccountEventKind Kind { get; set; }

    /// <summary>How many times it happened: more than 1 only for refused sign-ins.</summary>
    public required int Count { get; set; }

    /// <summary>For refused sign-ins: the reasons with their counts. Otherwise empty.</summary>
    public string Reason { get; set; } = "";
}

using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Tokens;

namespace KiPass.Portal.Owners.Store;

/// <summary>A phone number that the account verified with a one-time code, in addition to the account's own number.</summary>
internal sealed class ProvenPhone
{
    public required Guid AccountId { get; set; }

    /// <summary>Digits in the format that facilities use; see <see cref="KoreanPhone"/>.</summary>
    public required string Number { get; set; }

    public required DateTimeOffset ProvenAt { get; set; }
}

/// <summary>
/// The state of a facility's obligation that an account was last notified of. The first state that the portal sees counts as notified.
/// </summary>
internal sealed class ToldObligation
{
    public required Guid AccountId { get; set; }

    public required Guid FacilityId { get; set; }

    public required ObligationKind Kind { get; set; }

    /// <summary>First day of the announced change, as <see cref="KoreanDay.Number"/>. Null if no change was announced.</summary>
    public int? NextFrom { get; set; }

    public ObligationKind? NextKind { get; set; }

    /// <summary>When the last message about this obligation was sent. Null if none was sent yet.</summary>
    public DateTimeOffset? SentAt { get; set; }
}

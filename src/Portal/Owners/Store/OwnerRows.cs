using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Tokens;

namespace KiPass.Portal.Owners.Store;

/// <summary>A phone number, other than the account's own, that the account has proven with a one-time code.</summary>
internal sealed class ProvenPhone
{
    public required Guid AccountId { get; set; }

    /// <summary>Digits as facilities have them: <see cref="KoreanPhone"/>.</summary>
    public required string Number { get; set; }

    public required DateTimeOffset ProvenAt { get; set; }
}

/// <summary>The state of a facility's obligation that an account was last told; the first state that was seen counts as told.</summary>
internal sealed class ToldObligation
{
    public required Guid AccountId { get; set; }

    public required Guid FacilityId { get; set; }

    public required ObligationKind Kind { get; set; }

    /// <summary>The first day, as <see cref="KoreanDay.Number"/>, of another kind that was announced; null when none was.</summary>
    public int? NextFrom { get; set; }

    public ObligationKind? NextKind { get; set; }

    /// <summary>When a message was last sent about it; null when there was nothing to say yet.</summary>
    public DateTimeOffset? SentAt { get; set; }
}

using KiPass.Tokens;

namespace KiPass.Contracts.Policy;

/// <summary>A change of the policy that one person proposes and another one approves. It has no effect before that.</summary>
public interface IProposal
{
    /// <summary>Days within which it can be approved.</summary>
    const int OpenDays = 7;

    /// <summary>Account id of the official who proposed it.</summary>
    string ProposedBy { get; }

    /// <summary>When.</summary>
    DateTimeOffset ProposedAt { get; }

    /// <summary>Account id of the approver; null while it is not approved and therefore not in force.</summary>
    string? ApprovedBy { get; }

    /// <summary>When.</summary>
    DateTimeOffset? ApprovedAt { get; }

    /// <summary>Who withdrew it.</summary>
    string? WithdrawnBy { get; }

    /// <summary>When.</summary>
    DateTimeOffset? WithdrawnAt { get; }
}

/// <summary>The state of a proposal.</summary>
public static class Proposals
{
    /// <summary>Whether it can still be approved or withdrawn.</summary>
    public static bool IsOpenAt(this IProposal proposal, DateTimeOffset now) =>
        proposal.ApprovedAt is null && proposal.WithdrawnAt is null && now < proposal.ProposedAt.AddDays(IProposal.OpenDays);
}

/// <summary>
/// A proposed change to a lower crisis level (위기 단계 하향). It ends obligations, and at Caution or Interest also collection. Therefore one
/// approver proposes it and another approves it.
/// </summary>
/// <param name="Id">Assigned by the client, so that proposing is idempotent.</param>
/// <param name="Change">The change. If it is approved after its first day, it starts on the day of its approval.</param>
/// <param name="ProposedBy">Account id of the approver who proposed it.</param>
/// <param name="ProposedAt">When.</param>
/// <param name="ApprovedBy">Account id of another approver; null while it is not approved and therefore not in force.</param>
/// <param name="ApprovedAt">When.</param>
/// <param name="WithdrawnBy">Who withdrew it.</param>
/// <param name="WithdrawnAt">When.</param>
[GenerateSerializer, Immutable, Alias("kipass.level-proposal")]
public sealed record LevelProposal(
    [property: Id(0)] Guid Id,
    [property: Id(1)] LevelChange Change,
    [property: Id(2)] string ProposedBy,
    [property: Id(3)] DateTimeOffset ProposedAt,
    [property: Id(4)] string? ApprovedBy = null,
    [property: Id(5)] DateTimeOffset? ApprovedAt = null,
    [property: Id(6)] string? WithdrawnBy = null,
    [property: Id(7)] DateTimeOffset? WithdrawnAt = null
) : IProposal;

/// <summary>
/// A proposed order that applies to more than one district. It changes the obligations of many facilities at once. Therefore one official
/// proposes it and an approver approves it.
/// </summary>
/// <param name="Order">The order. If it is approved after its first day, it starts on the day of its approval.</param>
/// <param name="ProposedBy">Account id of the official who proposed it.</param>
/// <param name="ProposedAt">When.</param>
/// <param name="ApprovedBy">Account id of the approver; null while it is not approved and therefore not in force.</param>
/// <param name="ApprovedAt">When.</param>
/// <param name="WithdrawnBy">Who withdrew it.</param>
/// <param name="WithdrawnAt">When.</param>
[GenerateSerializer, Immutable, Alias("kipass.order-proposal")]
public sealed record OrderProposal(
    [property: Id(0)] RestrictionOrder Order,
    [property: Id(1)] string ProposedBy,
    [property: Id(2)] DateTimeOffset ProposedAt,
    [property: Id(3)] string? ApprovedBy = null,
    [property: Id(4)] DateTimeOffset? ApprovedAt = null,
    [property: Id(5)] string? WithdrawnBy = null,
    [property: Id(6)] DateTimeOffset? WithdrawnAt = null
) : IProposal
{
    /// <summary>
    /// The order as it is if it is approved on a day. Answers for past days do not change, so what is left of it starts on that day.
    /// </summary>
    public RestrictionOrder ApprovedOn(KoreanDay day) =>
        Order.From >= day ? Order : Order with { From = day, GuidanceUntil = Order.GuidanceUntil < day ? null : Order.GuidanceUntil };
}

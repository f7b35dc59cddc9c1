using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Tokens;

namespace KiPass.Contracts.Policy;

/// <summary>
/// The obligation policy (의무 정책): dated orders, exemptions and crisis levels, recorded with author and time and never rewritten. Key <see
/// cref="Key"/>.
/// </summary>
[Alias("kipass.policy")]
public interface IPolicyGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "policy";

    /// <summary>Whether a facility must keep the log on a day. Public.</summary>
    [Alias("On")]
    [OpenTo(CallerRole.OwnersPortal, CallerRole.AuthorityPortal)]
    ValueTask<Obligation> On(ObligationProfile profile, KoreanDay day);

    /// <summary>
    /// The obligation on <paramref name="from"/> and on every later day up to <paramref name="to"/> (at most 3 years) on which it changes.
    /// </summary>
    [Alias("Timeline")]
    [OpenTo(CallerRole.OwnersPortal, CallerRole.AuthorityPortal)]
    ValueTask<ImmutableArray<DatedObligation>> Timeline(ObligationProfile profile, KoreanDay from, KoreanDay to);

    /// <summary>The crisis level on a day. Public.</summary>
    [Alias("LevelOn")]
    [OpenTo(CallerRole.OwnersPortal, CallerRole.AuthorityPortal)]
    ValueTask<CrisisLevel> LevelOn(KoreanDay day);

    /// <summary>Number of changes so far. Answers can change only when this number changes. Public.</summary>
    [Alias("Version")]
    [OpenTo(CallerRole.OwnersPortal, CallerRole.AuthorityPortal)]
    ValueTask<int> Version();

    /// <summary>All entries; for officials and approvers.</summary>
    [Alias("History")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<PolicyHistory>> History(Caller caller);

    /// <summary>
    /// Enters an order that applies to one district or one facility; for officials with jurisdiction over its whole region. Idempotent by
    /// id.
    /// </summary>
    /// <returns>Conflict if it applies to more than one district: see <see cref="ProposeOrder"/>.</returns>
    [Alias("AddOrder")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer> AddOrder(Caller caller, RestrictionOrder order);

    /// <summary>
    /// Proposes an order that applies to more than one district; for officials with jurisdiction over its whole region. Idempotent by id.
    /// </summary>
    /// <returns>Conflict if it applies to one district only: <see cref="AddOrder"/> enters it at once.</returns>
    [Alias("ProposeOrder")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer> ProposeOrder(Caller caller, RestrictionOrder order);

    /// <summary>
    /// Approves a proposed order within <see cref="IProposal.OpenDays"/> days; for approvers with jurisdiction over its whole region. Refused
    /// for the person who proposed it.
    /// </summary>
    /// <returns>Conflict if it was withdrawn, has expired, has ended, or another person approved it.</returns>
    [Alias("ApproveOrder")]
    [OpenTo(CallerRole.Approver)]
    ValueTask<Answer> ApproveOrder(Caller caller, Guid orderId);

    /// <summary>
    /// Withdraws a proposed order; for officials with jurisdiction over its whole region, also those who did not propose it.
    /// </summary>
    [Alias("WithdrawOrderProposal")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer> WithdrawOrderProposal(Caller caller, Guid orderId);

    /// <summary>Withdraws an order from a day on, not before today; for officials with jurisdiction over its whole region.</summary>
    [Alias("WithdrawOrder")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer> WithdrawOrder(Caller caller, Guid orderId, KoreanDay from);

    /// <summary>Proposes an exemption; for officials with jurisdiction over the facility's district.</summary>
    [Alias("ProposeExemption")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer> ProposeExemption(Caller caller, Exemption exemption);

    /// <summary>
    /// Approves an exemption; for approvers with jurisdiction over the facility's district. Refused for the person who proposed it.
    /// </summary>
    [Alias("ApproveExemption")]
    [OpenTo(CallerRole.Approver)]
    ValueTask<Answer> ApproveExemption(Caller caller, Guid exemptionId);

    /// <summary>Ends an exemption from a day on, not before today; for officials with jurisdiction over the facility's district.</summary>
    [Alias("EndExemption")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer> EndExemption(Caller caller, Guid exemptionId, KoreanDay from);

    /// <summary>Changes the crisis level at once; for approvers with national jurisdiction.</summary>
    /// <returns>Conflict if the level would be lower than before on any day: see <see cref="ProposeLevel"/>.</returns>
    [Alias("ChangeLevel")]
    [OpenTo(CallerRole.Approver)]
    ValueTask<Answer> ChangeLevel(Caller caller, LevelChange change);

    /// <summary>Proposes a lower crisis level; for approvers with national jurisdiction. Idempotent by id.</summary>
    /// <returns>Conflict if the level would not be lower: <see cref="ChangeLevel"/> changes it at once.</returns>
    [Alias("ProposeLevel")]
    [OpenTo(CallerRole.Approver)]
    ValueTask<Answer> ProposeLevel(Caller caller, Guid proposalId, LevelChange change);

    /// <summary>
    /// Approves a lower crisis level within <see cref="IProposal.OpenDays"/> days; for approvers with national jurisdiction. Refused for
    /// the person who proposed it.
    /// </summary>
    /// <returns>Conflict if it was withdrawn, has expired, or another person approved it.</returns>
    [Alias("ApproveLevel")]
    [OpenTo(CallerRole.Approver)]
    ValueTask<Answer> ApproveLevel(Caller caller, Guid proposalId);

    /// <summary>Withdraws a proposal; for approvers with national jurisdiction, also those who did not propose it.</summary>
    [Alias("WithdrawLevel")]
    [OpenTo(CallerRole.Approver)]
    ValueTask<Answer> WithdrawLevel(Caller caller, Guid proposalId);
}

/// <summary>An obligation and the first day on which it applies.</summary>
[GenerateSerializer, Immutable, Alias("kipass.dated-obligation")]
public sealed record DatedObligation([property: Id(0)] KoreanDay From, [property: Id(1)] Obligation Obligation);

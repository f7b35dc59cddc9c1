using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Tokens;

namespace KiPass.Contracts.Policy;

/// <summary>
/// The obligation's policy (의무 정책): orders, exemptions and crisis levels, each entered once, dated, with who and when, and never rewritten.
/// Key <see cref="Key"/>.
/// </summary>
[Alias("kipass.policy")]
public interface IPolicyGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "policy";

    /// <summary>Whether a facility must keep the log on a day. Anyone may ask.</summary>
    [Alias("On")]
    ValueTask<Obligation> On(ObligationProfile profile, KoreanDay day);

    /// <summary>The days from <paramref name="from"/> to <paramref name="to"/> (at most 3 years) on which the answer begins or changes, with the answer.</summary>
    [Alias("Timeline")]
    ValueTask<ImmutableArray<DatedObligation>> Timeline(ObligationProfile profile, KoreanDay from, KoreanDay to);

    /// <summary>The crisis level on a day. Anyone may ask.</summary>
    [Alias("LevelOn")]
    ValueTask<CrisisLevel> LevelOn(KoreanDay day);

    /// <summary>How often anything was entered, withdrawn, approved or ended: another number, and answers may be others. Anyone may ask.</summary>
    [Alias("Version")]
    ValueTask<int> Version();

    /// <summary>All that was entered; officials and approvers.</summary>
    [Alias("History")]
    ValueTask<Answer<PolicyHistory>> History(Caller caller);

    /// <summary>Enters an order; an official who answers for its whole region. Entered again with the same id: done.</summary>
    [Alias("AddOrder")]
    ValueTask<Answer> AddOrder(Caller caller, RestrictionOrder order);

    /// <summary>Withdraws an order from a day on, not before today; an official who answers for its whole region.</summary>
    [Alias("WithdrawOrder")]
    ValueTask<Answer> WithdrawOrder(Caller caller, Guid orderId, KoreanDay from);

    /// <summary>Proposes an exemption; an official who answers for the facility's district.</summary>
    [Alias("ProposeExemption")]
    ValueTask<Answer> ProposeExemption(Caller caller, Exemption exemption);

    /// <summary>Approves an exemption; an approver who answers for the facility's district and is not who proposed it (Refused).</summary>
    [Alias("ApproveExemption")]
    ValueTask<Answer> ApproveExemption(Caller caller, Guid exemptionId);

    /// <summary>Ends an exemption from a day on, not before today; an official who answers for the facility's district.</summary>
    [Alias("EndExemption")]
    ValueTask<Answer> EndExemption(Caller caller, Guid exemptionId, KoreanDay from);

    /// <summary>Changes the crisis level; an approver for the nation.</summary>
    [Alias("ChangeLevel")]
    ValueTask<Answer> ChangeLevel(Caller caller, LevelChange change);
}

/// <summary>An answer and the first day on which it holds.</summary>
[GenerateSerializer, Immutable, Alias("kipass.dated-obligation")]
public sealed record DatedObligation([property: Id(0)] KoreanDay From, [property: Id(1)] Obligation Obligation);

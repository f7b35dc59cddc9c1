using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Grains.Audit;
using KiPass.Grains.Database;
using KiPass.Tokens;

namespace KiPass.Grains.Policy;

/// <inheritdoc cref="IPolicyGrain"/>
internal sealed partial class PolicyGrain(
    [PersistentState("policy", RegisterStorage.Name)] IPersistentState<PolicyState> storage,
    AuditLog audit,
    TimeProvider time
) : Grain, IPolicyGrain, IPolicyReader
{
    private const int MaxTimelineDays = 3 * 366;
    private const int MaxEntries = 20_000;

    private PolicySnapshot policy = PolicySnapshot.OfNotice;

    private PolicyState State => storage.State;

    private KoreanDay Today => KoreanDay.Of(time.GetUtcNow());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        policy = PolicySnapshot.Of(State.History());
        return base.OnActivateAsync(cancellationToken);
    }

    public ValueTask<PolicyHistory> Entries() => ValueTask.FromResult(State.History());

    public ValueTask<Obligation> On(ObligationProfile profile, KoreanDay day) =>
        ValueTask.FromResult(ObligationPolicy.On(day, profile, policy));

    public ValueTask<ImmutableArray<DatedObligation>> Timeline(ObligationProfile profile, KoreanDay from, KoreanDay to) =>
        ValueTask.FromResult(ObligationTimeline.Between(from, to - from > MaxTimelineDays ? from + MaxTimelineDays : to, profile, policy));

    public ValueTask<CrisisLevel> LevelOn(KoreanDay day) => ValueTask.FromResult(policy.LevelOn(day));

    public ValueTask<int> Version() => ValueTask.FromResult(State.Changes);

    public ValueTask<Answer<PolicyHistory>> History(Caller caller) =>
        ValueTask.FromResult(Refusal(caller) is { } refusal ? refusal : (Answer<PolicyHistory>)State.History());

    private static Answer? Refusal(Caller caller, [CallerMemberName] string method = "") =>
        PolicyRules.Allows(caller, method) ? null : Answer.Of(AnswerStatus.Refused);

    /// <summary>The district of a facility within the caller's jurisdiction; null when there is no such facility.</summary>
    private async Task<string?> DistrictOf(Guid facilityId, Caller caller)
    {
        var facility = await GrainFactory.GetGrain<IFacilityGrain>(FacilityKey.Of(facilityId)).View(caller);
        return facility.Status == AnswerStatus.Done ? facility.Value!.Facts.District : null;
    }

    private async Task<Answer> Write(PolicyState next)
    {
        if (await storage.TryWrite(next) != WriteOutcome.Written)
        {
            DeactivateOnIdle();
            return Answer.Of(AnswerStatus.Unavailable);
        }
        policy = PolicySnapshot.Of(State.History());
        return Answer.Done;
    }
}

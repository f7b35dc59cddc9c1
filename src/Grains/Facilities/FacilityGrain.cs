using System.Runtime.CompilerServices;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.BusinessRegistry;
using KiPass.Grains.Database;
using KiPass.Grains.Facilities.Directory;
using KiPass.Grains.Visits;
using KiPass.Tokens;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Facilities;

/// <summary>One facility (시설): its facts, people and devices, and the admission of devices. Key <see cref="FacilityKey"/>.</summary>
internal sealed partial class FacilityGrain(
    [PersistentState(FacilityGrain.StateName, RegisterStorage.Name)] IPersistentState<FacilityRecord> storage,
    IVisitReader visits,
    FacilityDirectory directory,
    TaxService taxService,
    TimeProvider time,
    ILogger<FacilityGrain> log
) : Grain, IFacilityGrain, IInternalFacilityGrain
{
    /// <summary>Name of the state in the grain storage.</summary>
    public const string StateName = "facility";

    private const int MaxReason = 500;

    private FacilityRecord State => storage.State;

    private Guid Id => FacilityKey.Parse(this.GetPrimaryKeyString());

    private DateOnly Today => KoreanDay.Of(time.GetUtcNow()).Date;

    public async ValueTask<Answer<FacilityView>> View(Caller caller) =>
        Refusal(caller) is { } refusal
            ? refusal
            : FacilityViews.Of(Id, State, new DeviceSight(SeenAt, await Activity(), time.GetUtcNow()), caller);

    private FacilityActor ActorOf(Caller caller) => FacilityRules.Of(caller, State, storage.RecordExists);

    private Answer? Refusal(Caller caller, [CallerMemberName] string method = "") => FacilityRules.Refusal(ActorOf(caller), method);

    private FacilityEvent Event(Caller caller, FacilityEventKind what, string detail = "", FacilityFacts? facts = null) =>
        new(time.GetUtcNow(), caller.AccountId, what, detail, facts);

    private async ValueTask<Answer> Change(FacilityRecord next) => await Write(next) ? Answer.Done : Answer.Of(AnswerStatus.Unavailable);

    private async Task<bool> Write(FacilityRecord next)
    {
        try
        {
            await directory.Mark(Id, CancellationToken.None);
        }
        catch (Exception exception) when (StoreErrors.IsOfStore(exception))
        {
            return false;
        }
        var outcome = await storage.TryWrite(WithSeen(next) with { Revision = State.Revision + 1 });
        if (outcome != WriteOutcome.Written)
        {
            DeactivateOnIdle();
            return false;
        }
        refused.Clear();
        await Project();
        return true;
    }

    public async ValueTask Project()
    {
        try
        {
            var seenAt = State.Devices.Select(SeenAt).Max();
            await (
                storage.RecordExists
                    ? directory.Put(new DirectoryRow(Id, State, seenAt), CancellationToken.None)
                    : directory.Forget(Id, CancellationToken.None)
            );
        }
        catch (Exception exception) when (StoreErrors.IsOfStore(exception))
        {
            // The state is stored; the row remains marked as stale, so that the next sweep updates it.
            log.LogWarning("A facility's row in the directory could not be updated: {Code}", StoreErrors.Code(exception));
        }
    }
}

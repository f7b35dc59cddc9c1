using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Grains.Database;
using KiPass.Grains.Policy;
using KiPass.Tokens;
using Orleans.Concurrency;

namespace KiPass.Grains.Facilities.Directory;

/// <inheritdoc cref="IDirectoryGrain"/>
[StatelessWorker, Reentrant]
internal sealed class DirectoryGrain(DirectorySearch directory, OrderImpactScan impact, PolicyCache policy, TimeProvider time)
    : Grain,
        IDirectoryGrain
{
    private const int MaxMine = 1000;
    private const int MaxText = 100;

    private KoreanDay Today => KoreanDay.Of(time.GetUtcNow());

    public async ValueTask<Answer<ImmutableArray<FacilitySummary>>> Mine(Caller caller)
    {
        if (caller.Role != CallerRole.Account || string.IsNullOrEmpty(caller.AccountId))
        {
            return AnswerStatus.Refused;
        }
        try
        {
            return await WithObligation(await directory.OfAccount(caller.AccountId, MaxMine, CancellationToken.None));
        }
        catch (Exception exception) when (StoreErrors.IsOfStore(exception))
        {
            return AnswerStatus.Unavailable;
        }
    }

    public async ValueTask<Answer<ImmutableArray<FacilityOutlook>>> Outlook(Caller caller)
    {
        if (caller.Role != CallerRole.Account || string.IsNullOrEmpty(caller.AccountId))
        {
            return AnswerStatus.Refused;
        }
        try
        {
            var snapshot = await policy.Current();
            var mine = await directory.OfAccount(caller.AccountId, MaxMine, CancellationToken.None);
            return mine.Where(HasOutlook).Select(facility => Outlook(facility, snapshot)).ToImmutableArray();
        }
        catch (Exception exception) when (StoreErrors.IsOfStore(exception))
        {
            return AnswerStatus.Unavailable;
        }
    }

    public async ValueTask<Answer<DirectoryPage>> Search(Caller caller, DirectoryQuery query)
    {
        if (caller.Role is not (CallerRole.Official or CallerRole.Approver))
        {
            return AnswerStatus.Refused;
        }
        var region = query.Region ?? caller.Jurisdiction;
        if (!caller.Jurisdiction.Covers(region))
        {
            return AnswerStatus.Refused;
        }
        var errors = Check(query);
        if (!errors.IsEmpty)
        {
            return Answer.Invalid(errors);
        }
        try
        {
            var (total, facilities) = await directory.Page(query, region, CancellationToken.None);
            return new DirectoryPage(total, await WithObligation(facilities));
        }
        catch (Exception exception) when (StoreErrors.IsOfStore(exception))
        {
            return AnswerStatus.Unavailable;
        }
    }

    public ValueTask<Answer<OrderImpact>> Preview(Caller caller, RestrictionOrder order, int offset, int limit) =>
        caller.Jurisdiction.Covers(order.Region)
            ? Preview(caller, PolicyChecks.Of(order, Today), offset, limit, () => impact.Of(order, offset, limit, CancellationToken.None))
            : ValueTask.FromResult<Answer<OrderImpact>>(AnswerStatus.Refused);

    public ValueTask<Answer<OrderImpact>> PreviewLevel(Caller caller, LevelChange change, int offset, int limit) =>
        Preview(
            caller,
            PolicyChecks.Of(change, Today),
            offset,
            limit,
            () => impact.Of(change, caller.Jurisdiction, offset, limit, CancellationToken.None)
        );

    private static async ValueTask<Answer<OrderImpact>> Preview(
        Caller caller,
        ImmutableArray<FieldError> errors,
        int offset,
        int limit,
        Func<Task<OrderImpact>> scan
    )
    {
        if (caller.Role is not (CallerRole.Official or CallerRole.Approver) || string.IsNullOrEmpty(caller.AccountId))
        {
            return AnswerStatus.Refused;
        }
        if (offset < 0 || limit is < 1 or > DirectoryQuery.MaxLimit)
        {
            errors = errors.Add(new FieldError("Limit", FieldProblem.OutOfRange));
        }
        if (!errors.IsEmpty)
        {
            return Answer.Invalid(errors);
        }
        try
        {
            return await scan();
        }
        catch (Exception exception) when (StoreErrors.IsOfStore(exception))
        {
            return AnswerStatus.Unavailable;
        }
    }

    private static ImmutableArray<FieldError> Check(DirectoryQuery query)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        if (query.Limit is < 1 or > DirectoryQuery.MaxLimit)
        {
            errors.Add(new FieldError(nameof(query.Limit), FieldProblem.OutOfRange));
        }
        if (query.Offset < 0)
        {
            errors.Add(new FieldError(nameof(query.Offset), FieldProblem.OutOfRange));
        }
        if (query.Text.Length > MaxText)
        {
            errors.Add(new FieldError(nameof(query.Text), FieldProblem.TooLong));
        }
        return errors.ToImmutable();
    }

    private async Task<ImmutableArray<FacilitySummary>> WithObligation(IReadOnlyList<FacilitySummary> facilities)
    {
        var snapshot = await policy.Current();
        var today = Today;
        return
        [
            .. facilities.Select(facility => facility with { Obligation = ObligationPolicy.On(today, Profile(facility), snapshot).Kind }),
        ];
    }

    private static bool HasOutlook(FacilitySummary facility) =>
        facility.MyRole is MemberRole.Owner or MemberRole.Manager
        && facility.Stage is (FacilityState.Submitted or FacilityState.Active or FacilityState.Suspended);

    private FacilityOutlook Outlook(FacilitySummary facility, PolicySnapshot snapshot)
    {
        var today = Today;
        var timeline = ObligationTimeline.Between(today, today + FacilityOutlook.Days, Profile(facility), snapshot);
        var now = timeline[0].Obligation;
        return new FacilityOutlook(facility.Id, facility.Name, now, timeline.FirstOrDefault(one => one.Obligation.Kind != now.Kind));
    }

    private static ObligationProfile Profile(FacilitySummary facility) =>
        new(facility.Id, facility.Type, facility.District, facility.Capacity, facility.Indoor, facility.Standing);
}

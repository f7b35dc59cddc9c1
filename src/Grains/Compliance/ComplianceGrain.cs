using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Compliance;
using KiPass.Contracts.Policy;
using KiPass.Grains.Database;
using KiPass.Grains.Policy;
using KiPass.Tokens;
using Orleans.Concurrency;

namespace KiPass.Grains.Compliance;

/// <inheritdoc cref="IComplianceGrain"/>
[StatelessWorker, Reentrant]
internal sealed class ComplianceGrain(ComplianceFigures figures, ComplianceStore store, PolicyCache policy, TimeProvider time)
    : Grain,
        IComplianceGrain
{
    private const int MaxDays = 400;

    private KoreanDay Today => KoreanDay.Of(time.GetUtcNow());

    public ValueTask<Answer<ImmutableArray<ComplianceRow>>> Figures(Caller caller, Jurisdiction region) =>
        Ask(caller, region, async () => (Answer<ImmutableArray<ComplianceRow>>)await figures.Of(region, Today, default));

    public ValueTask<Answer<ImmutableArray<ComplianceDay>>> Trend(Caller caller, Jurisdiction region, int days) =>
        Ask<ImmutableArray<ComplianceDay>>(
            caller,
            region,
            async () =>
                days is < 1 or > MaxDays
                    ? Answer.Invalid(new FieldError("Days", FieldProblem.OutOfRange))
                    : ImmutableArray.CreateRange(await store.Trend(region, Today - days, default))
        );

    public ValueTask<Answer<ImmutableArray<ComplianceSubject>>> List(Caller caller, ComplianceQuery query) =>
        Ask<ImmutableArray<ComplianceSubject>>(
            caller,
            query.Region,
            async () =>
                query.Limit is < 1 or > ComplianceQuery.MaxLimit || !Enum.IsDefined(query.State)
                    ? Answer.Invalid(new FieldError(nameof(query.Limit), FieldProblem.OutOfRange))
                    : await Page(query)
        );

    // Only facilities with an obligation count as silent, so rows are read until the page is full.
    private async Task<ImmutableArray<ComplianceSubject>> Page(ComplianceQuery query)
    {
        var snapshot = await policy.Current();
        var page = ImmutableArray.CreateBuilder<ComplianceSubject>();
        while (true)
        {
            var read = await store.List(query, Today, default);
            foreach (var (subject, profile) in read)
            {
                var kind = ObligationPolicy.On(Today, profile, snapshot).Kind;
                if ((query.State != ComplianceState.Silent || kind != ObligationKind.Voluntary) && page.Count < query.Limit)
                {
                    page.Add(subject with { Obligation = kind });
                }
            }
            if (page.Count == query.Limit || read.Count < query.Limit)
            {
                return page.ToImmutable();
            }
            query = query with { After = new ComplianceCursor(read[^1].Subject.District, read[^1].Subject.Id) };
        }
    }

    /// <summary>All methods are for officials and approvers, within their jurisdiction.</summary>
    private static async ValueTask<Answer<T>> Ask<T>(Caller caller, Jurisdiction region, Func<Task<Answer<T>>> ask)
    {
        if (
            caller.Role is not (CallerRole.Official or CallerRole.Approver)
            || string.IsNullOrEmpty(caller.AccountId)
            || region.Code is not ("*" or { Length: 2 or 5 })
            || !caller.Jurisdiction.Covers(region)
        )
        {
            return AnswerStatus.Refused;
        }
        try
        {
            return await ask();
        }
        catch (Exception exception) when (StoreErrors.IsOfStore(exception))
        {
            return AnswerStatus.Unavailable;
        }
    }
}

using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Venues;
using KiPass.Grains.Database;
using KiPass.Tokens;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace KiPass.Grains.Venues;

/// <inheritdoc cref="IVenueListGrain"/>
[Reentrant]
internal sealed class VenueListGrain(VenueListStore lists, VenueMatcher matcher, TimeProvider time, ILogger<VenueListGrain> log)
    : Grain,
        IVenueListGrain
{
    private const int MaxName = 200;
    private const int MaxFaults = 5000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);

    private volatile VenueListProgress? progress;
    private Caller? loader;

    // A refused list is not stored; its faults are shown as long as the grain lives.
    private volatile IReadOnlyList<VenueFault> refused = [];

    private Guid Id => VenueListKey.Parse(this.GetPrimaryKeyString());

    public async ValueTask<Answer> Load(Caller caller, VenueFile file)
    {
        if (!VenueRules.Allows(caller, nameof(Load)) || string.IsNullOrEmpty(caller.Jurisdiction.Code))
        {
            return Answer.Of(AnswerStatus.Refused);
        }
        if (string.IsNullOrWhiteSpace(file.Name) || file.Name.Length > MaxName)
        {
            return Answer.Invalid(new FieldError(nameof(file.Name), FieldProblem.TooLong));
        }
        if (file.Content.Length > VenueFile.MaxBytes)
        {
            return Answer.Invalid(new FieldError(nameof(file.Content), FieldProblem.TooLong));
        }
        if (progress is { Stage: not (VenueListStage.Failed or VenueListStage.Refused) })
        {
            return Answer.Done;
        }
        try
        {
            if (await lists.Find(Id, CancellationToken.None) is not null)
            {
                return Answer.Done;
            }
        }
        catch (Exception exception) when (StoreErrors.IsOfStore(exception))
        {
            return Answer.Of(AnswerStatus.Unavailable);
        }
        (progress, loader) = (new VenueListProgress(VenueListStage.Reading), caller);
        DelayDeactivation(Kept);
        var id = Id;
        // Reading and matching take seconds of CPU time: not on the grain's scheduler, which must report the progress.
        _ = Task.Run(() => Run(id, caller, file));
        return Answer.Done;
    }

    public async ValueTask<Answer<VenueListProgress>> Progress(Caller caller)
    {
        if (!VenueRules.Allows(caller, nameof(Progress)))
        {
            return AnswerStatus.Refused;
        }
        if (progress is { } running && loader is { } by)
        {
            return MayRead(caller, by) ? running : AnswerStatus.NotFound;
        }
        var stored = await Stored(caller);
        return stored.Value is { } list ? new VenueListProgress(VenueListStage.Done, Rows(list), Rows(list), Summary: list) : stored.Status;
    }

    public async ValueTask<Answer<ImmutableArray<VenueFault>>> Faults(Caller caller, int afterLine, int limit)
    {
        if (!VenueRules.Allows(caller, nameof(Faults)))
        {
            return AnswerStatus.Refused;
        }
        if (limit is < 1 or > MaxFaults)
        {
            return Answer.Invalid(new FieldError("Limit", FieldProblem.OutOfRange));
        }
        if (progress?.Stage == VenueListStage.Refused && loader is { } by && MayRead(caller, by))
        {
            return ImmutableArray.CreateRange(refused.Where(fault => fault.Line > afterLine).Take(limit));
        }
        var list = await Stored(caller);
        if (list.Status != AnswerStatus.Done)
        {
            return list.Status;
        }
        try
        {
            return ImmutableArray.CreateRange(await lists.Faults(Id, afterLine, limit, CancellationToken.None));
        }
        catch (Exception exception) when (StoreErrors.IsOfStore(exception))
        {
            return AnswerStatus.Unavailable;
        }
    }

    private static int Rows(VenueListSummary list) => list.Good + list.Bad + list.Ended;

    private static bool MayRead(Caller caller, Caller loader) =>
        loader.AccountId == caller.AccountId || caller.Jurisdiction.Covers(loader.Jurisdiction);

    private async Task<Answer<VenueListSummary>> Stored(Caller caller)
    {
        try
        {
            return
                await lists.Find(Id, CancellationToken.None) is var (summary, region)
                && (summary.By == caller.AccountId || caller.Jurisdiction.Covers(new Jurisdiction(region)))
                ? summary
                : AnswerStatus.NotFound;
        }
        catch (Exception exception) when (StoreErrors.IsOfStore(exception))
        {
            return AnswerStatus.Unavailable;
        }
    }

    private async Task Run(Guid id, Caller caller, VenueFile file)
    {
        try
        {
            var now = time.GetUtcNow();
            var reading = new VenueReader(caller.Jurisdiction, KoreanDay.Of(now).Date).Read(
                file.Content,
                done => Tell(VenueListStage.Reading, done, 0)
            );
            if (reading.Problem is { } problem)
            {
                refused = reading.Faults;
                progress = new VenueListProgress(VenueListStage.Refused, Refusal: problem, Detail: reading.Detail, Header: reading.Header);
                return;
            }
            var rows = reading.Rows.Count + reading.Bad + reading.Ended;
            var matches = await matcher.Match(reading.Rows, done => Tell(VenueListStage.Matching, done, rows), CancellationToken.None);
            var summary = await lists.Put(
                id,
                (file.Name, caller.AccountId, caller.Jurisdiction.Code, now),
                reading,
                matches,
                done => Tell(VenueListStage.Storing, done, rows),
                CancellationToken.None
            );
            progress = new VenueListProgress(VenueListStage.Done, rows, rows, Summary: summary, Header: reading.Header);
        }
#pragma warning disable CA1031 // Not awaited: after any failure the page must be told that nothing was stored.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            log.LogWarning(
                "A list of licensed venues could not be loaded: {Code}",
                StoreErrors.IsOfStore(exception) ? StoreErrors.Code(exception) : exception.GetType().Name
            );
            progress = new VenueListProgress(VenueListStage.Failed);
        }
    }

    private void Tell(VenueListStage stage, int done, int rows)
    {
        if (progress?.Stage != stage || done % 100 == 0)
        {
            progress = new VenueListProgress(stage, done, rows);
        }
    }
}

using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Traces;
using KiPass.Grains.Audit;
using KiPass.Grains.Database;
using KiPass.Grains.Facilities;
using KiPass.Grains.Telemetry;
using KiPass.Grains.Visits;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Traces;

/// <inheritdoc cref="ITraceGrain"/>
/// <remarks>
/// The state is written last and says which steps are complete; after a crash, the step in progress is repeated. A reminder resumes the
/// trace until it is final, and afterwards destroys its results.
/// </remarks>
internal sealed partial class TraceGrain(
    [PersistentState("trace", RegisterStorage.Name)] IPersistentState<TraceState> storage,
    [PersistentState("trace-work", RegisterStorage.Name)] IPersistentState<TraceWork> work,
    [PersistentState("trace-seals", RegisterStorage.Name)] IPersistentState<TraceSeals> seals,
    [PersistentState("trace-answers", RegisterStorage.Name)] IPersistentState<TraceAnswers> answers,
    DomainFolder domain,
    IssuerClient issuers,
    ContactFinder finder,
    AuditLog audit,
    RegisterMeter meter,
    TimeProvider time,
    ILogger<TraceGrain> log
) : Grain, ITraceGrain, IRemindable, IDisposable
{
    private const string Reminder = "trace";
    private static readonly TimeSpan WhileRunning = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WhenFinal = TimeSpan.FromHours(6);

    private readonly StageProgress watch = new();
    private readonly CancellationTokenSource ending = new();
    private Task? driving;

    private TraceState State => storage.State;

    private DateTimeOffset ExpiresAt => State.StartedAt + RetentionRule.Readable;

    private bool Exists => storage.RecordExists && time.GetUtcNow() < ExpiresAt;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        GoOn();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        StopDriving().WaitAsync(cancellationToken);

    public void Dispose() => ending.Dispose();

    public async ValueTask<TraceStart> Start(string order)
    {
        if (storage.RecordExists)
        {
            GoOn();
            return State.Order == order ? TraceStart.Begun : TraceStart.NotAuthentic;
        }
        var (verdict, verified) = await TryJudge(order);
        if (verdict == TraceStart.Unavailable)
        {
            return verdict;
        }
        if (verdict != TraceStart.Begun)
        {
            var facts = new Dictionary<string, string> { ["reason"] = verdict.ToString() };
            if (verified is not null)
            {
                facts["order"] = verified.Id.ToString();
            }
            await audit.Append("trace-refused", facts);
            DeactivateOnIdle();
            return verdict;
        }
        var begun = new Dictionary<string, string>
        {
            ["order"] = verified!.Id.ToString(),
            ["case"] = verified.Case,
            ["kind"] = verified.ForIssuer.Count > 0 ? "case" : "facility-window",
            ["fromDay"] = verified.FromDay.ToString(),
            ["toDay"] = verified.ToDay.ToString(),
        };
        if (verified.Forward)
        {
            begun["forward"] = "true";
        }
        if (verified.SignedHeadOf(domain.Authority().SigningKey) is { } head)
        {
            begun["authorityHead"] = head;
        }
        if (await audit.Append("trace-begun", begun, once: Once("begun")) is null)
        {
            return TraceStart.Unavailable;
        }
        await this.RegisterOrUpdateReminder(Reminder, WhileRunning, WhileRunning);
        var first = new TraceState
        {
            Order = order,
            StartedAt = time.GetUtcNow(),
            Stage = verified.ForIssuer.Count > 0 ? TraceStage.AskingForSubjects : TraceStage.ReadingVisits,
            Issuers =
            [
                .. verified.ForIssuer.Keys.Order().Select(n => new IssuerProgress(n, IssuerAnswer.Waiting, IssuerAnswer.NotAsked, 0)),
            ],
        };
        if (!await Write(first))
        {
            return TraceStart.Unavailable;
        }
        GoOn();
        return TraceStart.Begun;
    }

    public ValueTask<TraceProgress?> Progress()
    {
        GoOn();
        return ValueTask.FromResult(
            Exists
                ? new TraceProgress
                {
                    Stage = State.Stage,
                    StartedAt = State.StartedAt,
                    CompletedAt = State.CompletedAt,
                    ExpiresAt = ExpiresAt,
                    Done = watch.Done,
                    Total = watch.Total,
                    Facilities = State.Counts.Facilities,
                    FacilitiesElsewhere = State.Counts.FacilitiesElsewhere,
                    Contacts = State.Counts.Contacts,
                    Close = State.Counts.Close,
                    PaperContacts = State.Counts.PaperContacts,
                    LeftOut = State.Counts.LeftOut,
                    Issuers = State.Issuers,
                }
                : null
        );
    }

    public async ValueTask<bool> Cancel()
    {
        if (!Exists || IsFinal)
        {
            return Exists && State.Stage == TraceStage.Cancelled;
        }
        await StopDriving();
        var facts = new Dictionary<string, string> { ["order"] = OrderId.ToString() };
        var cancelled =
            await audit.Append("trace-cancelled", facts, once: Once("cancelled")) is not null
            && await End(TraceStage.Cancelled, dropSeals: true);
        // This activation no longer runs the trace. If its end could not be written, the next activation continues.
        DeactivateOnIdle();
        return cancelled;
    }

    public async ValueTask<TraceResult?> Result() =>
        Exists
        && State.Stage is TraceStage.AskingForIdentities or TraceStage.WaitingForIssuers or TraceStage.Completed
        && seals.State.Findings is { } findings
            ? new TraceResult(findings, [.. Identities], State.Issuers, await issuers.Head())
            : null;

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (storage.RecordExists && !Exists)
        {
            await StopDriving();
            await Destroy();
        }
        else if (!storage.RecordExists)
        {
            await Forget();
        }
        else if (IsFinal && !IsOrderValid())
        {
            await DropWork();
        }
        else
        {
            GoOn();
        }
    }

    private bool IsFinal =>
        State.Stage is TraceStage.Completed or TraceStage.Cancelled or TraceStage.TooManyContacts or TraceStage.OrderExpired;

    private Guid OrderId => Guid.ParseExact(this.GetPrimaryKeyString()["o:".Length..], "N");

    private string Once(string step) => $"trace:{OrderId:N}:{step}";

    private async Task<(TraceStart Verdict, TraceOrder? Order)> TryJudge(string text)
    {
        try
        {
            return await Judge(text);
        }
        catch (DomainFolderException e)
        {
            log.LogError("Trace orders cannot be verified: {Reason}", e.Message);
            return (TraceStart.Unavailable, null);
        }
    }

    private async Task<(TraceStart Verdict, TraceOrder? Order)> Judge(string text)
    {
        var verdict = TraceOrder.Verify(text, domain.Authority().SigningKey, time.GetUtcNow(), out var order) switch
        {
            OrderVerdict.Valid when order!.Id != OrderId => TraceStart.NotAuthentic,
            OrderVerdict.Valid => TraceStart.Begun,
            OrderVerdict.Malformed => TraceStart.Malformed,
            OrderVerdict.NotAuthentic => TraceStart.NotAuthentic,
            OrderVerdict.SelfApproved => TraceStart.SelfApproved,
            OrderVerdict.OutOfBounds => TraceStart.OutOfBounds,
            _ => TraceStart.Expired,
        };
        if (verdict != TraceStart.Begun)
        {
            return (verdict, order);
        }
        if (Part(order!) is not { } part || !part.Fits(order!))
        {
            return (TraceStart.PartUnreadable, order);
        }
        if (part.Facility is { } facility)
        {
            var snapshot = await GrainFactory.GetGrain<IFacilityTrace>(FacilityKey.Of(facility)).Snapshot();
            var isInside =
                snapshot is not null && (part.District is null || new Jurisdiction(part.District).Covers(snapshot.Facts.District));
            return (isInside ? TraceStart.Begun : TraceStart.OutOfDistrict, order);
        }
        return (TraceStart.Begun, order);
    }

    private RegisterPart? Part(TraceOrder order) => RegisterPart.Open(order.ForRegister, new FileDecryptionKey(domain.EncryptionKey()));

    private async Task<bool> End(TraceStage stage, bool dropSeals, bool dropWork = true)
    {
        if (
            (!dropSeals || await Write(seals, new TraceSeals()) && await Write(answers, new TraceAnswers()))
            && (!dropWork || await Write(work, new TraceWork()))
            && await Write(State with { Stage = stage, CompletedAt = time.GetUtcNow() })
        )
        {
            await this.RegisterOrUpdateReminder(Reminder, WhenFinal, WhenFinal);
            return true;
        }
        return false;
    }

    private async Task Destroy()
    {
        var facts = new DestructionRecord("trace-result", OrderId.ToString(), State.Counts.Contacts, RetentionRule.Name).Facts;
        if (await audit.Append(DestructionRecord.Kind, facts, once: Once("destroyed")) is not null)
        {
            await Forget();
        }
    }

    private async Task Forget()
    {
        try
        {
            await seals.ClearStateAsync();
            await answers.ClearStateAsync();
            await work.ClearStateAsync();
            await storage.ClearStateAsync();
            if (await this.GetReminder(Reminder) is { } reminder)
            {
                await this.UnregisterReminder(reminder);
            }
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            log.LogError("A trace could not be destroyed: {Error}. It will be retried at the next reminder.", StoreErrors.Code(e));
        }
        DeactivateOnIdle();
    }

    private Task<bool> Write(TraceState next) => Write(storage, next);

    private async Task<bool> Write<T>(IPersistentState<T> state, T next)
    {
        var written = await state.TryWrite(next) == WriteOutcome.Written;
        if (!written)
        {
            // Another activation has written, or the database did not answer: the next activation resumes from the stored state.
            DeactivateOnIdle();
        }
        return written;
    }
}

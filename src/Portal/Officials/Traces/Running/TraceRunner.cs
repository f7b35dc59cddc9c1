using KiPass.Contracts.Access;
using KiPass.Contracts.Traces;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Portal.Shared.Register;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Traces.Running;

/// <summary>
/// Submits signed orders to the register and stores the reported progress and the sealed results. Each step can be repeated safely.
/// </summary>
internal sealed class TraceRunner(
    IDbContextFactory<AuthorityDatabase> databases,
    Ledger ledger,
    RegisterCalls register,
    TraceOrderEvents events,
    PeerChainHeads heads,
    TimeProvider time
)
{
    /// <summary>Returns the orders that the register is processing or has yet to accept.</summary>
    public async Task<IReadOnlyList<Guid>> Open(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database
            .Orders.AsNoTracking()
            .Where(order => (order.State == TraceOrderState.Approved || order.State == TraceOrderState.Running) && order.ExpiresAt > now)
            .OrderBy(order => order.DecidedAt)
            .Select(order => order.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Performs the next step of an order.</summary>
    /// <returns>Whether the next change is expected within a second.</returns>
    public async Task<bool> Advance(Guid orderId, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var order = await database.Orders.AsNoTracking().FirstOrDefaultAsync(row => row.Id == orderId, cancellationToken);
        return order switch
        {
            { State: TraceOrderState.Approved, Jws: { } jws } => await Start(order, jws),
            { State: TraceOrderState.Running, Jws: { } jws } => await Follow(order, jws),
            _ => false,
        };
    }

    /// <summary>Cancels a trace. Its results are deleted by the authority and by the register.</summary>
    public async Task<TraceOrderOutcome> Cancel(Official official, Guid orderId)
    {
        await using var database = await databases.CreateDbContextAsync();
        var order = await database.Orders.AsNoTracking().FirstOrDefaultAsync(row => row.Id == orderId);
        var caseRow = order is null ? null : await database.Cases.AsNoTracking().FirstOrDefaultAsync(row => row.Id == order.CaseId);
        if (order is null || caseRow is null || !official.Covers(caseRow.District))
        {
            return TraceOrderOutcome.NotFound;
        }
        if (order.State is TraceOrderState.Draft or TraceOrderState.Submitted or TraceOrderState.Declined)
        {
            return order.RequestedBy == official.Id ? await End(order, TraceOrderState.Cancelled, official) : TraceOrderOutcome.NotYours;
        }
        if (order.State is not (TraceOrderState.Approved or TraceOrderState.Running))
        {
            return TraceOrderOutcome.Conflict;
        }
        var cancelled = await register.AskPlain(() => Trace(orderId).Cancel());
        return cancelled.Status != AnswerStatus.Done ? TraceOrderOutcome.Unavailable
            : cancelled.Value || order.State == TraceOrderState.Approved ? await End(order, TraceOrderState.Cancelled, official)
            : TraceOrderOutcome.Conflict;
    }

    /// <summary>Has the register ask an issuer again whose answer is missing. A completed trace then runs again.</summary>
    public async Task<TraceOrderOutcome> AskAgain(Official official, Guid orderId, ushort issuer)
    {
        await using var database = await databases.CreateDbContextAsync();
        var order = await database.Orders.AsNoTracking().FirstOrDefaultAsync(row => row.Id == orderId);
        var caseRow = order is null ? null : await database.Cases.AsNoTracking().FirstOrDefaultAsync(row => row.Id == order.CaseId);
        if (order is null || caseRow is null || !official.Covers(caseRow.District))
        {
            return TraceOrderOutcome.NotFound;
        }
        if (order.State is not (TraceOrderState.Running or TraceOrderState.Completed))
        {
            return TraceOrderOutcome.Conflict;
        }
        var asked = await register.AskPlain(() => Trace(orderId).AskAgain(issuer));
        if (asked.Status != AnswerStatus.Done)
        {
            return TraceOrderOutcome.Unavailable;
        }
        if (!asked.Value)
        {
            return TraceOrderOutcome.NotAskedAgain;
        }
        var answer = await ledger.Change(
            async entries =>
            {
                var row = await entries.Rows.Orders.FirstAsync(o => o.Id == orderId);
                if (row.State == TraceOrderState.Completed)
                {
                    (row.State, row.CompletedAt, row.Version) = (TraceOrderState.Running, null, row.Version + 1);
                }
                entries.Note("issuer-asked-again", row.CaseId, ("order", $"{orderId}"), ("by", $"{official.Id}"), ("issuer", $"{issuer}"));
                return TraceOrderOutcome.Done;
            },
            TraceOrderOutcome.Conflict
        );
        events.RaiseChanged(orderId);
        return answer;
    }

    private ITraceGrain Trace(Guid orderId) => register.Grain<ITraceGrain>(ITraceGrain.KeyOf(orderId));

    private async Task<bool> Start(TraceOrderRow order, string jws)
    {
        var started = await register.AskPlain(() => Trace(order.Id).Start(jws));
        if (started.Status != AnswerStatus.Done || started.Value == TraceStart.Unavailable)
        {
            return false;
        }
        var begun = started.Value == TraceStart.Begun;
        await ledger.Change(
            async entries =>
            {
                var row = await entries.Rows.Orders.FirstAsync(o => o.Id == order.Id);
                if (row.State != TraceOrderState.Approved)
                {
                    return false;
                }
                row.Version++;
                if (begun)
                {
                    (row.State, row.StartedAt, row.ExpiresAt) = (
                        TraceOrderState.Running,
                        entries.Now,
                        entries.Now + TraceOrderService.Kept
                    );
                    entries.Note("trace-begun", row.CaseId, ("order", $"{row.Id}"));
                }
                else
                {
                    (row.State, row.Refusal) = (TraceOrderState.Refused, $"{started.Value}");
                    entries.Note("trace-refused", row.CaseId, ("order", $"{row.Id}"), ("reason", $"{started.Value}"));
                }
                return true;
            },
            overtaken: false
        );
        events.RaiseChanged(order.Id);
        return begun;
    }

    private async Task<bool> Follow(TraceOrderRow order, string jws)
    {
        var asked = await register.AskPlain(() => Trace(order.Id).Progress());
        if (asked.Status != AnswerStatus.Done)
        {
            return false;
        }
        if (asked.Value is not { } progress)
        {
            // The register does not know the order, because its database was restored from a backup. The signed order is still valid.
            await register.AskPlain(() => Trace(order.Id).Start(jws));
            return false;
        }
        var known = KnownProgress.Of(progress);
        if (known.Write() == order.Progress.Write() && !progress.IsFinal)
        {
            return IsFast(progress.Stage);
        }
        TraceResult? result = null;
        if (progress.Stage is TraceStage.WaitingForIssuers or TraceStage.Completed)
        {
            var found = await register.AskPlain(() => Trace(order.Id).Result());
            if (found.Status != AnswerStatus.Done || found.Value is null)
            {
                return false;
            }
            result = found.Value;
        }
        await ledger.Change(entries => Keep(entries, order.Id, known, result, heads), overtaken: false);
        events.RaiseChanged(order.Id);
        return !progress.IsFinal && IsFast(progress.Stage);
    }

    private static bool IsFast(TraceStage stage) => stage < TraceStage.WaitingForIssuers;

    private static async Task<bool> Keep(
        Ledger.Entries entries,
        Guid orderId,
        KnownProgress known,
        TraceResult? result,
        PeerChainHeads heads
    )
    {
        var row = await entries.Rows.Orders.FirstAsync(order => order.Id == orderId);
        if (row.State != TraceOrderState.Running)
        {
            return false;
        }
        (row.Progress, row.Version) = (known, row.Version + 1);
        if (result is not null)
        {
            await heads.Keep(entries, row, result);
            var seals = await entries.Rows.Seals.Where(seal => seal.OrderId == orderId).ToListAsync();
            var parts = result.Identities.Select(part => ((int)part.Issuer, part.Sealed)).Prepend((SealRow.Findings, result.Findings));
            foreach (var (issuer, text) in parts)
            {
                if (seals.FirstOrDefault(seal => seal.Issuer == issuer) is { } seal)
                {
                    seal.Sealed = text;
                }
                else
                {
                    entries.Rows.Seals.Add(
                        new SealRow
                        {
                            OrderId = orderId,
                            Issuer = issuer,
                            Sealed = text,
                        }
                    );
                }
            }
        }
        TraceOrderState? end = known.Stage switch
        {
            TraceStage.Completed => TraceOrderState.Completed,
            TraceStage.Cancelled => TraceOrderState.Cancelled,
            TraceStage.TooManyContacts => TraceOrderState.TooManyContacts,
            TraceStage.OrderExpired => TraceOrderState.RanOut,
            _ => null,
        };
        if (end is { } state)
        {
            (row.State, row.CompletedAt) = (state, entries.Now);
            entries.Note(
                known.IsPartial ? "trace-ended-in-part" : "trace-ended",
                row.CaseId,
                [
                    ("order", $"{row.Id}"),
                    ("how", $"{state}"),
                    ("facilities", $"{known.Facilities}"),
                    ("contacts", $"{known.Contacts}"),
                    ("close", $"{known.Close}"),
                    ("paper", $"{known.PaperContacts}"),
                    ("issuers", $"{known.IssuersAnswered}"),
                    .. known.IsPartial ? [("missing", known.MissingFact)] : Array.Empty<(string, string)>(),
                ]
            );
        }
        return true;
    }

    private async Task<TraceOrderOutcome> End(TraceOrderRow order, TraceOrderState state, Official official)
    {
        var answer = await ledger.Change(
            async entries =>
            {
                var row = await entries.Rows.Orders.FirstAsync(o => o.Id == order.Id);
                if (row.State != order.State)
                {
                    return TraceOrderOutcome.Conflict;
                }
                (row.State, row.CompletedAt, row.Version) = (state, entries.Now, row.Version + 1);
                await entries.Rows.Seals.Where(seal => seal.OrderId == row.Id).ExecuteDeleteAsync();
                await entries.Rows.FollowUps.Where(followUp => followUp.OrderId == row.Id).ExecuteDeleteAsync();
                entries.Note("order-cancelled", row.CaseId, ("order", $"{row.Id}"), ("by", $"{official.Id}"));
                return TraceOrderOutcome.Done;
            },
            TraceOrderOutcome.Conflict
        );
        events.RaiseChanged(order.Id);
        return answer;
    }
}

using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Register;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Traces.Orders;

/// <summary>
/// The workflow of a trace order. One official drafts and submits it, a different official approves or declines it, and the approved order
/// is signed. The audit log records each step and each refusal.
/// </summary>
internal sealed class TraceOrderService(
    IDbContextFactory<AuthorityDatabase> databases,
    Ledger ledger,
    TraceOrderSigner signer,
    RegisterCalls register,
    TimeProvider time
)
{
    /// <summary>How long drafts and trace results are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(28);

    /// <summary>Creates a draft for a case, or updates a draft of the same official. A declined order becomes a draft again.</summary>
    /// <param name="official">The official who writes the draft.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="orderId">The draft to update; null creates a draft.</param>
    /// <param name="draft">The complete form.</param>
    /// <param name="newId">Id of a draft to create, chosen by the form, so that a repeated call creates one draft.</param>
    public async Task<TraceOrderResult> Save(Official official, Guid caseId, Guid? orderId, TraceOrderDraft draft, Guid? newId = null)
    {
        var now = time.GetUtcNow();
        if (draft.Judge(now) is { Count: > 0 } errors)
        {
            return new TraceOrderResult(TraceOrderOutcome.Invalid, errors);
        }
        if (await Place(official, caseId, draft) is var place && place != TraceOrderOutcome.Done)
        {
            return place;
        }
        string? person;
        try
        {
            person = draft.Kind == TraceKind.Case ? signer.SealOwn(new IndexPerson(draft.E164!, draft.Name.Trim())) : null;
        }
        catch (DomainFolderException)
        {
            return TraceOrderOutcome.KeysMissing;
        }
        return await ledger.Change<TraceOrderResult>(
            async entries =>
            {
                if (await Case(entries.Rows, official, caseId) is not { ClosedAt: null })
                {
                    return TraceOrderOutcome.NotFound;
                }
                var id = orderId ?? newId ?? Guid.NewGuid();
                var row = await entries.Rows.Orders.FirstOrDefaultAsync(o => o.Id == id);
                if (row is null ? orderId is not null : row.CaseId != caseId)
                {
                    return TraceOrderOutcome.NotFound;
                }
                if (row is not null && row.RequestedBy != official.Id)
                {
                    return TraceOrderOutcome.NotYours;
                }
                if (row is not null and not { State: TraceOrderState.Draft or TraceOrderState.Declined })
                {
                    // A repeated call after the form was submitted.
                    return orderId is null && row.State == TraceOrderState.Submitted
                        ? TraceOrderResult.Done(row.Id)
                        : TraceOrderOutcome.Conflict;
                }
                if (row is null)
                {
                    row = new TraceOrderRow
                    {
                        Id = id,
                        CaseId = caseId,
                        RequestedBy = official.Id,
                        DraftedAt = entries.Now,
                        ExpiresAt = entries.Now + Kept,
                    };
                    entries.Rows.Orders.Add(row);
                }
                Fill(row, draft, person);
                await entries.RecordStep(TwoPersonAction.TraceOrder, row.Id, official);
                entries.Note("order-drafted", caseId, ("order", $"{row.Id}"), ("by", $"{official.Id}"));
                return TraceOrderResult.Done(row.Id);
            },
            TraceOrderOutcome.Conflict
        );
    }

    /// <summary>Submits a draft. Another official must then decide on it.</summary>
    public Task<TraceOrderResult> Submit(Official official, Guid orderId) =>
        Step(
            official,
            orderId,
            async (entries, order, _) =>
            {
                if (order.RequestedBy != official.Id)
                {
                    return TraceOrderOutcome.NotYours;
                }
                if (order.State != TraceOrderState.Draft)
                {
                    return order.State == TraceOrderState.Submitted ? TraceOrderOutcome.Done : TraceOrderOutcome.Conflict;
                }
                await entries.RecordStep(TwoPersonAction.TraceOrder, order.Id, official);
                (order.State, order.SubmittedAt) = (TraceOrderState.Submitted, entries.Now);
                entries.Note(
                    "order-submitted",
                    order.CaseId,
                    ("order", $"{order.Id}"),
                    ("by", $"{official.Id}"),
                    ("fromDay", $"{order.FromDay}"),
                    ("toDay", $"{order.ToDay}"),
                    ("maxContacts", $"{order.MaxContacts}"),
                    ("forward", order.Forward ? "true" : "false")
                );
                return TraceOrderOutcome.Done;
            }
        );

    /// <summary>Approves an order of another official. The last required approval signs it.</summary>
    public Task<TraceOrderResult> Approve(Official official, Guid orderId) =>
        Step(
            official,
            orderId,
            async (entries, order, caseRow) =>
            {
                var earlier = await entries
                    .Rows.Approvals.Where(a => a.OrderId == orderId)
                    .OrderBy(a => a.At)
                    .Select(a => a.By)
                    .ToListAsync();
                if (await Refusal(entries, official, order, earlier) is { } refusal)
                {
                    return Refuse(entries, order, official, "approve", refusal);
                }
                List<Guid> approvals = [.. earlier, official.Id];
                if (approvals.Count < TraceOrderDraft.ApprovalsNeeded(order.MaxContacts))
                {
                    Approved(entries, order, official);
                    await entries.RecordStep(TwoPersonAction.TraceOrder, order.Id, official);
                    return TraceOrderOutcome.OneMoreApproval;
                }
                var (answer, jws) = signer.Sign(
                    order,
                    caseRow,
                    approvals,
                    () =>
                    {
                        Approved(entries, order, official);
                        return entries.Head;
                    }
                );
                if (answer != TraceOrderOutcome.Done)
                {
                    return Refuse(entries, order, official, "approve", answer);
                }
                (order.State, order.Jws, order.DecidedAt) = (TraceOrderState.Approved, jws, entries.Now);
                order.ExpiresAt = entries.Now + Kept;
                // The key that encrypted the draft may be destroyed before the order ends, so the person is encrypted again.
                order.SealedPerson = signer.Person(order) is { } person ? signer.SealOwn(person) : null;
                return TraceOrderOutcome.Done;
            }
        );

    /// <summary>Declines an order with a reason of 1 to 500 characters.</summary>
    public Task<TraceOrderResult> Decline(Official official, Guid orderId, string reason) =>
        Step(
            official,
            orderId,
            async (entries, order, _) =>
            {
                if (await Refusal(entries, official, order, []) is { } refusal)
                {
                    return Refuse(entries, order, official, "decline", refusal);
                }
                if (reason.Trim().Length is 0 or > 500)
                {
                    return TraceOrderOutcome.Invalid;
                }
                await entries.Rows.Approvals.Where(a => a.OrderId == orderId).ExecuteDeleteAsync();
                (order.State, order.Decision, order.DecidedAt) = (TraceOrderState.Declined, reason.Trim(), entries.Now);
                entries.Note("order-declined", order.CaseId, ("order", $"{order.Id}"), ("by", $"{official.Id}"));
                return TraceOrderOutcome.Done;
            }
        );

    private static async Task<TraceOrderOutcome?> Refusal(
        Ledger.Entries entries,
        Official official,
        TraceOrderRow order,
        List<Guid> earlier
    ) =>
        !official.Approves ? TraceOrderOutcome.NotAnApprover
        : order.RequestedBy == official.Id || earlier.Contains(official.Id) ? TraceOrderOutcome.SelfApproved
        : order.State != TraceOrderState.Submitted ? TraceOrderOutcome.Conflict
        : !await entries.IsAnotherPerson(TwoPersonAction.TraceOrder, order.Id, [order.RequestedBy, .. earlier], official)
            ? TraceOrderOutcome.SamePerson
        : null;

    private static TraceOrderOutcome Refuse(
        Ledger.Entries entries,
        TraceOrderRow order,
        Official official,
        string step,
        TraceOrderOutcome answer
    )
    {
        entries.Note(
            "order-refused",
            order.CaseId,
            ("order", $"{order.Id}"),
            ("by", $"{official.Id}"),
            ("step", step),
            ("reason", $"{answer}")
        );
        return answer;
    }

    private static void Approved(Ledger.Entries entries, TraceOrderRow order, Official official)
    {
        entries.Rows.Approvals.Add(
            new ApprovalRow
            {
                OrderId = order.Id,
                By = official.Id,
                At = entries.Now,
            }
        );
        entries.Note("order-approved", order.CaseId, ("order", $"{order.Id}"), ("by", $"{official.Id}"));
    }

    private static void Fill(TraceOrderRow row, TraceOrderDraft draft, string? person)
    {
        row.CopyFrom(draft.Normalized());
        (row.State, row.SealedPerson) = (TraceOrderState.Draft, person);
        row.Version++;
    }

    // The register repeats this check. Checking here as well gives the official immediate feedback.
    private async Task<TraceOrderOutcome> Place(Official official, Guid caseId, TraceOrderDraft draft)
    {
        if (draft.Kind != TraceKind.FacilityWindow)
        {
            return TraceOrderOutcome.Done;
        }
        await using var database = await databases.CreateDbContextAsync();
        if (await Case(database, official, caseId) is not { } row)
        {
            return TraceOrderOutcome.NotFound;
        }
        var caller = Caller.Official($"{official.Id}", new Jurisdiction(row.District));
        var view = await register.Ask(() => register.Grain<IFacilityGrain>(FacilityKey.Of(draft.FacilityId!.Value)).View(caller));
        if (view.Status == AnswerStatus.Unavailable)
        {
            return TraceOrderOutcome.Unavailable;
        }
        if (view.Value is null || !new Jurisdiction(row.District).Covers(view.Value.Facts.District))
        {
            await ledger.Note("order-refused", caseId, ("by", $"{official.Id}"), ("step", "draft"), ("reason", "OutOfDistrict"));
            return TraceOrderOutcome.OutOfDistrict;
        }
        return TraceOrderOutcome.Done;
    }

    private async Task<TraceOrderResult> Step(
        Official official,
        Guid orderId,
        Func<Ledger.Entries, TraceOrderRow, CaseRow, Task<TraceOrderOutcome>> step
    ) =>
        await ledger.Change<TraceOrderResult>(
            async entries =>
            {
                if (
                    await entries.Rows.Orders.FirstOrDefaultAsync(row => row.Id == orderId) is not { } order
                    || await Case(entries.Rows, official, order.CaseId) is not { } caseRow
                    || order.ExpiresAt <= entries.Now
                )
                {
                    return TraceOrderOutcome.NotFound;
                }
                order.Version++;
                return new TraceOrderResult(await step(entries, order, caseRow), [], orderId);
            },
            TraceOrderOutcome.Conflict
        );

    private static async Task<CaseRow?> Case(AuthorityDatabase database, Official official, Guid id) =>
        await database.Cases.FirstOrDefaultAsync(row => row.Id == id) is { } found && official.Covers(found.District) ? found : null;
}

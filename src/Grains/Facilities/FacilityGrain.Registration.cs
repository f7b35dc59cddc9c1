using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.BusinessRegistry;

namespace KiPass.Grains.Facilities;

internal sealed partial class FacilityGrain
{
    public async ValueTask<Answer> SaveDraft(Caller caller, FacilityFacts facts)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (State.Stage != FacilityState.Draft)
        {
            return Answer.Of(AnswerStatus.Conflict);
        }
        var draft = State with { Facts = FacilityFactsRules.Normalize(facts) };
        if (!storage.RecordExists)
        {
            draft = draft with { Members = [new Member(caller.AccountId, MemberRole.Owner, time.GetUtcNow())] };
            draft = draft.With(Event(caller, FacilityEventKind.Begun));
        }
        return await Change(draft);
    }

    public async ValueTask<Answer> Submit(Caller caller)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (State.Stage != FacilityState.Draft)
        {
            return Answer.Of(State.Stage == FacilityState.Submitted ? AnswerStatus.Done : AnswerStatus.Conflict);
        }
        var errors = FacilityFactsRules.Check(State.Facts, Today);
        if (!await HasCertificate())
        {
            errors = errors.Add(new FieldError("Certificate", FieldProblem.Missing));
        }
        if (!errors.IsEmpty)
        {
            return Answer.Invalid(errors);
        }
        var submitted = State with { Stage = FacilityState.Submitted, Reason = "", Registry = FirstCheck() };
        var answer = await Change(submitted.With(Event(caller, FacilityEventKind.Submitted, facts: State.Facts)));
        AskTaxService();
        return answer;
    }

    public ValueTask<Answer> Approve(Caller caller) =>
        Refusal(caller) is { } refusal ? ValueTask.FromResult(refusal) : Approve(caller, finding: "");

    public ValueTask<Answer> Confirm(Caller caller, string finding) =>
        Refusal(caller) is { } refusal ? ValueTask.FromResult(refusal)
        : ReasonProblem(finding, needed: true) is { } wrong ? ValueTask.FromResult(wrong)
        : Approve(caller, finding.Trim());

    private async ValueTask<Answer> Approve(Caller caller, string finding)
    {
        if (State.Stage != FacilityState.Submitted)
        {
            return Answer.Of(State.Stage == FacilityState.Active ? AnswerStatus.Done : AnswerStatus.Conflict);
        }
        // From now on, the tax service is asked regularly whether the business still exists, however it was approved.
        var registry = taxService.IsConfigured
            ? State.Registry with
            {
                NextAt = time.GetUtcNow() + BusinessRegistrySchedule.Recheck,
            }
            : State.Registry;
        var approved = State with { Stage = FacilityState.Active, Reason = "", Registry = registry };
        return await Change(approved.With(Event(caller, FacilityEventKind.Approved, finding)));
    }

    public async ValueTask<Answer> Reject(Caller caller, string reason)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (State.Stage != FacilityState.Submitted)
        {
            return Answer.Of(AnswerStatus.Conflict);
        }
        if (ReasonProblem(reason, needed: true) is { } wrong)
        {
            return wrong;
        }
        var sentBack = NotAsked(State) with { Stage = FacilityState.Draft, Reason = reason.Trim() };
        return await Change(sentBack.With(Event(caller, FacilityEventKind.Rejected, reason.Trim())));
    }

    public async ValueTask<Answer> Edit(Caller caller, FacilityFacts facts)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (State.Stage is FacilityState.Draft or FacilityState.Closed)
        {
            return Answer.Of(AnswerStatus.Conflict);
        }
        var edited = FacilityFactsRules.Normalize(facts);
        var errors = FacilityFactsRules.Check(edited, Today);
        if (caller.Role == CallerRole.Account)
        {
            errors = [.. errors, .. FixedFields(edited)];
        }
        else if (!caller.AnswersFor(edited.District))
        {
            // Officials cannot move a facility out of their own jurisdiction.
            errors = [.. errors, new FieldError(nameof(facts.District), FieldProblem.Fixed)];
        }
        if (!errors.IsEmpty)
        {
            return Answer.Invalid(errors);
        }
        if (edited == State.Facts)
        {
            return Answer.Done;
        }
        var askAgain = taxService.IsConfigured && FixedFields(edited).Any();
        var registry = askAgain ? new BusinessRegistryCheck(BusinessRegistryVerdict.Pending, NextAt: time.GetUtcNow()) : State.Registry;
        return await Change(
            (State with { Facts = edited, Registry = registry }).With(Event(caller, FacilityEventKind.Edited, facts: edited))
        );
    }

    public async ValueTask<Answer> Suspend(Caller caller, string reason)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        var official = caller.Role != CallerRole.Account;
        if (State.Stage == FacilityState.Suspended && (State.HeldByOfficial || !official))
        {
            return Answer.Done;
        }
        if (State.Stage is not (FacilityState.Active or FacilityState.Suspended))
        {
            return Answer.Of(AnswerStatus.Conflict);
        }
        if (ReasonProblem(reason, needed: official) is { } wrong)
        {
            return wrong;
        }
        var suspended = State with { Stage = FacilityState.Suspended, Reason = reason.Trim(), HeldByOfficial = official };
        return await Change(suspended.With(Event(caller, FacilityEventKind.Suspended, reason.Trim())));
    }

    public async ValueTask<Answer> Resume(Caller caller)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (State.Stage != FacilityState.Suspended)
        {
            return Answer.Of(State.Stage == FacilityState.Active ? AnswerStatus.Done : AnswerStatus.Conflict);
        }
        if (State.HeldByOfficial && caller.Role == CallerRole.Account)
        {
            return Answer.Of(AnswerStatus.Refused);
        }
        var resumed = State with { Stage = FacilityState.Active, Reason = "", HeldByOfficial = false };
        return await Change(resumed.With(Event(caller, FacilityEventKind.Resumed)));
    }

    public async ValueTask<Answer> Close(Caller caller, string reason)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (State.Stage == FacilityState.Closed)
        {
            return Answer.Done;
        }
        if (ReasonProblem(reason, needed: caller.Role != CallerRole.Account) is { } wrong)
        {
            return wrong;
        }
        var closed = NotAsked(State) with { Stage = FacilityState.Closed, Reason = reason.Trim(), TransferTo = null };
        return await Change(closed.With(Event(caller, FacilityEventKind.Closed, reason.Trim())));
    }

    // A certificate that was stored before the registration was returned is about to be destroyed.
    private async Task<bool> HasCertificate()
    {
        var stored = await GrainFactory.GetGrain<IInternalCertificateGrain>(CertificateKey.Of(Id)).StoredAt();
        return stored is { } at && !State.History.Any(change => change.What == FacilityEventKind.Rejected && change.At >= at);
    }

    private IEnumerable<FieldError> FixedFields(FacilityFacts edited)
    {
        if (edited.BusinessNumber != State.Facts.BusinessNumber)
        {
            yield return new FieldError(nameof(edited.BusinessNumber), FieldProblem.Fixed);
        }
        if (edited.OpenedOn != State.Facts.OpenedOn)
        {
            yield return new FieldError(nameof(edited.OpenedOn), FieldProblem.Fixed);
        }
        if (edited.Representative != State.Facts.Representative)
        {
            yield return new FieldError(nameof(edited.Representative), FieldProblem.Fixed);
        }
    }

    private static Answer? ReasonProblem(string reason, bool needed) =>
        needed && string.IsNullOrWhiteSpace(reason) ? Answer.Invalid(new FieldError("Reason", FieldProblem.Missing))
        : reason.Length > MaxReason ? Answer.Invalid(new FieldError("Reason", FieldProblem.TooLong))
        : reason.Contains('\0', StringComparison.Ordinal) ? Answer.Invalid(new FieldError("Reason", FieldProblem.Malformed))
        : null;
}

using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Policy;

internal sealed partial class PolicyGrain
{
    public async ValueTask<Answer> ProposeExemption(Caller caller, Exemption exemption)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (Find(exemption.Id) is { } known)
        {
            return Answer.Of(known.Exemption == exemption ? AnswerStatus.Done : AnswerStatus.Conflict);
        }
        var errors = PolicyChecks.Of(exemption, Today);
        if (await DistrictOf(exemption.FacilityId, caller) is null)
        {
            errors = errors.Add(new FieldError(nameof(exemption.FacilityId), FieldProblem.Unknown));
        }
        if (!errors.IsEmpty)
        {
            return Answer.Invalid(errors);
        }
        return State.Exemptions.Length >= MaxEntries
            ? Answer.Of(AnswerStatus.Conflict)
            : await Write(
                State with
                {
                    Exemptions = State.Exemptions.Add(new ExemptionEntry(exemption, caller.AccountId, time.GetUtcNow())),
                }
            );
    }

    public async ValueTask<Answer> ApproveExemption(Caller caller, Guid exemptionId)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (Find(exemptionId) is not { } known || await DistrictOf(known.Exemption.FacilityId, caller) is null)
        {
            return Answer.Of(AnswerStatus.NotFound);
        }
        if (known.ProposedBy == caller.AccountId)
        {
            return Answer.Of(AnswerStatus.Refused);
        }
        if (known.ApprovedAt is not null || known.EndedFrom is not null)
        {
            return Answer.Of(known.ApprovedBy == caller.AccountId ? AnswerStatus.Done : AnswerStatus.Conflict);
        }
        return await Replace(known, known with { ApprovedBy = caller.AccountId, ApprovedAt = time.GetUtcNow() });
    }

    public async ValueTask<Answer> EndExemption(Caller caller, Guid exemptionId, KoreanDay from)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (Find(exemptionId) is not { } known || await DistrictOf(known.Exemption.FacilityId, caller) is null)
        {
            return Answer.Of(AnswerStatus.NotFound);
        }
        if (known.EndedFrom is { } ended)
        {
            return Answer.Of(ended == from ? AnswerStatus.Done : AnswerStatus.Conflict);
        }
        var errors = PolicyChecks.NotPast(from, Today);
        return errors.IsEmpty ? await Replace(known, known with { EndedFrom = from, EndedBy = caller.AccountId }) : Answer.Invalid(errors);
    }

    private ExemptionEntry? Find(Guid exemptionId) => State.Exemptions.FirstOrDefault(entry => entry.Exemption.Id == exemptionId);

    private Task<Answer> Replace(ExemptionEntry known, ExemptionEntry next) =>
        Write(State with { Exemptions = State.Exemptions.Replace(known, next) });
}

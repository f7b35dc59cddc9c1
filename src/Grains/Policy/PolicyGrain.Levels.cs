using System.Runtime.CompilerServices;
using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Policy;

internal sealed partial class PolicyGrain
{
    public async ValueTask<Answer> ChangeLevel(Caller caller, LevelChange change)
    {
        if (LevelRefusal(caller) is { } refusal)
        {
            return refusal;
        }
        var errors = PolicyChecks.Of(change, Today);
        if (!errors.IsEmpty)
        {
            return Answer.Invalid(errors);
        }
        if (State.Levels[^1].Change == change)
        {
            return Answer.Done;
        }
        if (policy.IsLoweredBy(change))
        {
            return Answer.Of(AnswerStatus.Conflict);
        }
        return await Record("level-changed", change)
            ? await Write(State with { Levels = State.Levels.Add(new LevelEntry(change, caller.AccountId, time.GetUtcNow())) })
            : Answer.Of(AnswerStatus.Unavailable);
    }

    public async ValueTask<Answer> ProposeLevel(Caller caller, Guid proposalId, LevelChange change)
    {
        if (LevelRefusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (FindProposal(proposalId) is { } known)
        {
            return Answer.Of(known.Change == change && known.ProposedBy == caller.AccountId ? AnswerStatus.Done : AnswerStatus.Conflict);
        }
        var errors = PolicyChecks.Of(proposalId, change, Today);
        if (!errors.IsEmpty)
        {
            return Answer.Invalid(errors);
        }
        if (!policy.IsLoweredBy(change) || State.LevelProposals.Length >= MaxEntries)
        {
            return Answer.Of(AnswerStatus.Conflict);
        }
        var proposal = new LevelProposal(proposalId, change, caller.AccountId, time.GetUtcNow());
        return await Record("level-proposed", change, proposalId)
            ? await Write(State with { LevelProposals = State.LevelProposals.Add(proposal) })
            : Answer.Of(AnswerStatus.Unavailable);
    }

    public async ValueTask<Answer> ApproveLevel(Caller caller, Guid proposalId)
    {
        if (LevelRefusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (FindProposal(proposalId) is not { } known)
        {
            return Answer.Of(AnswerStatus.NotFound);
        }
        if (known.ProposedBy == caller.AccountId)
        {
            return Answer.Of(AnswerStatus.Refused);
        }
        var now = time.GetUtcNow();
        if (!known.IsOpenAt(now))
        {
            return Answer.Of(known.ApprovedBy == caller.AccountId ? AnswerStatus.Done : AnswerStatus.Conflict);
        }
        // Answers for past days do not change.
        var change = known.Change.From < Today ? known.Change with { From = Today } : known.Change;
        var approved = known with { ApprovedBy = caller.AccountId, ApprovedAt = now };
        return await Record("level-approved", change, proposalId)
            ? await Write(
                State with
                {
                    LevelProposals = State.LevelProposals.Replace(known, approved),
                    Levels = State.Levels.Add(new LevelEntry(change, known.ProposedBy, now, caller.AccountId)),
                }
            )
            : Answer.Of(AnswerStatus.Unavailable);
    }

    public async ValueTask<Answer> WithdrawLevel(Caller caller, Guid proposalId)
    {
        if (LevelRefusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (FindProposal(proposalId) is not { } known)
        {
            return Answer.Of(AnswerStatus.NotFound);
        }
        var now = time.GetUtcNow();
        if (!known.IsOpenAt(now))
        {
            return Answer.Of(known.WithdrawnBy == caller.AccountId ? AnswerStatus.Done : AnswerStatus.Conflict);
        }
        var withdrawn = known with { WithdrawnBy = caller.AccountId, WithdrawnAt = now };
        return await Record("level-withdrawn", known.Change, proposalId)
            ? await Write(State with { LevelProposals = State.LevelProposals.Replace(known, withdrawn) })
            : Answer.Of(AnswerStatus.Unavailable);
    }

    private static Answer? LevelRefusal(Caller caller, [CallerMemberName] string method = "") =>
        Refusal(caller, method) ?? (caller.Jurisdiction.Covers(Jurisdiction.Nation) ? null : Answer.Of(AnswerStatus.Refused));

    private LevelProposal? FindProposal(Guid proposalId) => State.LevelProposals.FirstOrDefault(proposal => proposal.Id == proposalId);

    // The policy's history names the person. The audit log names no persons.
    private async Task<bool> Record(string kind, LevelChange change, Guid? proposal = null)
    {
        var facts = new Dictionary<string, string> { ["level"] = $"{change.Level}", ["from"] = $"{change.From}" };
        if (proposal is { } id)
        {
            facts["proposal"] = $"{id}";
        }
        return await audit.Append(kind, facts, once: proposal is null ? null : $"{kind}:{proposal:N}") is not null;
    }
}

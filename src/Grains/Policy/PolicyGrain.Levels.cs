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
        return await audit.Append("level-changed", Facts(change), once: null) is not null
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
        var next = State with { LevelProposals = State.LevelProposals.Add(proposal) };
        return await Take(new ProposalStep("level-proposed", proposalId, Facts(change), next));
    }

    public async ValueTask<Answer> ApproveLevel(Caller caller, Guid proposalId) =>
        LevelRefusal(caller) is { } refusal
            ? refusal
            : await ApproveProposal(
                caller,
                FindProposal(proposalId),
                (known, now) =>
                {
                    // Answers for past days do not change.
                    var change = known.Change.From < Today ? known.Change with { From = Today } : known.Change;
                    var approved = known with { ApprovedBy = caller.AccountId, ApprovedAt = now };
                    var next = State with
                    {
                        LevelProposals = State.LevelProposals.Replace(known, approved),
                        Levels = State.Levels.Add(new LevelEntry(change, known.ProposedBy, now, caller.AccountId)),
                    };
                    return new ProposalStep("level-approved", proposalId, Facts(change), next);
                }
            );

    public async ValueTask<Answer> WithdrawLevel(Caller caller, Guid proposalId) =>
        LevelRefusal(caller) is { } refusal
            ? refusal
            : await WithdrawProposal(
                caller,
                FindProposal(proposalId),
                (known, now) =>
                {
                    var withdrawn = known with { WithdrawnBy = caller.AccountId, WithdrawnAt = now };
                    var next = State with { LevelProposals = State.LevelProposals.Replace(known, withdrawn) };
                    return new ProposalStep("level-withdrawn", proposalId, Facts(known.Change), next);
                }
            );

    private static Answer? LevelRefusal(Caller caller, [CallerMemberName] string method = "") =>
        Refusal(caller, method) ?? (caller.Jurisdiction.Covers(Jurisdiction.Nation) ? null : Answer.Of(AnswerStatus.Refused));

    private LevelProposal? FindProposal(Guid proposalId) => State.LevelProposals.FirstOrDefault(proposal => proposal.Id == proposalId);

    private static Dictionary<string, string> Facts(LevelChange change) =>
        new() { ["level"] = $"{change.Level}", ["from"] = $"{change.From}" };
}

using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;

namespace KiPass.Grains.Policy;

/// <summary>The rules of all changes that a second person approves.</summary>
internal sealed partial class PolicyGrain
{
    /// <summary>Approves a proposal.</summary>
    /// <param name="caller">May approve proposals of this kind.</param>
    /// <param name="known">The proposal; null when there is none.</param>
    /// <param name="approve">Applies the approval, made by the caller at this time. Null if the proposed change is no longer possible.</param>
    private async ValueTask<Answer> ApproveProposal<T>(Caller caller, T? known, Func<T, DateTimeOffset, ProposalStep?> approve)
        where T : class, IProposal
    {
        if (known is null)
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
        return approve(known, now) is { } step ? await Take(step) : Answer.Of(AnswerStatus.Conflict);
    }

    /// <summary>Withdraws a proposal.</summary>
    private async ValueTask<Answer> WithdrawProposal<T>(Caller caller, T? known, Func<T, DateTimeOffset, ProposalStep> withdraw)
        where T : class, IProposal
    {
        if (known is null)
        {
            return Answer.Of(AnswerStatus.NotFound);
        }
        var now = time.GetUtcNow();
        return known.IsOpenAt(now)
            ? await Take(withdraw(known, now))
            : Answer.Of(known.WithdrawnBy == caller.AccountId ? AnswerStatus.Done : AnswerStatus.Conflict);
    }

    // The policy's history names the person. The audit log names no persons.
    private async Task<Answer> Take(ProposalStep step)
    {
        var facts = new Dictionary<string, string>(step.Facts) { ["proposal"] = $"{step.Proposal}" };
        return await audit.Append(step.Kind, facts, once: $"{step.Kind}:{step.Proposal:N}") is not null
            ? await Write(step.Next)
            : Answer.Of(AnswerStatus.Unavailable);
    }

    /// <summary>A step of a proposal: its audit entry and the state after it.</summary>
    private sealed record ProposalStep(string Kind, Guid Proposal, IReadOnlyDictionary<string, string> Facts, PolicyState Next);
}

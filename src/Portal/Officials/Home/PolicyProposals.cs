using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Portal.Officials.Policy;
using KiPass.Portal.Shared.Facilities;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Register;
using KiPass.Tokens;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Officials.Home;

/// <summary>Finds the orders, levels and exemptions that other officials proposed and this one may approve.</summary>
internal sealed class PolicyProposals(RegisterCalls register, TimeProvider time, IStringLocalizer<Texts> texts)
{
    // Each needs a call to its facility.
    private const int MostExemptions = 50;

    /// <returns>The items, and why they are missing if the register does not answer.</returns>
    public async Task<(IReadOnlyList<WorkItem> Items, string? Trouble)> Of(Caller caller)
    {
        if (caller.Role != CallerRole.Approver)
        {
            return ([], null);
        }
        var answer = await register.Ask(() => register.Grain<IPolicyGrain>(IPolicyGrain.Key).History(caller));
        return answer.Value is { } history
            ? ([.. Orders(history, caller), .. Levels(history, caller), .. await Exemptions(history, caller)], null)
            : ([], texts.Outcome(Answer.Of(answer.Status)));
    }

    private IEnumerable<WorkItem> Orders(PolicyHistory history, Caller caller) =>
        history
            .ProposedOrders()
            .Where(proposal => IsForOther(proposal, caller) && caller.Jurisdiction.Covers(proposal.Order.Region))
            .Select(proposal =>
                Item(
                    proposal.Order.Title,
                    $"{texts["Orders"]} · {proposal.Order.Covers(texts)} · {PolicyTexts.Days(proposal.Order.From, proposal.Order.Until)}",
                    proposal.ProposedAt,
                    "/policy"
                )
            );

    private IEnumerable<WorkItem> Levels(PolicyHistory history, Caller caller) =>
        history
            .Proposals()
            .Where(proposal => IsForOther(proposal, caller) && caller.Jurisdiction.Covers(Jurisdiction.Nation))
            .Select(proposal =>
                Item(
                    texts[$"level {proposal.Change.Level}"],
                    $"{texts["Crisis level"]} · {PolicyTexts.Days(proposal.Change.From, null)}",
                    proposal.ProposedAt,
                    "/policy/levels"
                )
            );

    private async Task<IEnumerable<WorkItem>> Exemptions(PolicyHistory history, Caller caller)
    {
        var today = KoreanDay.Of(time.GetUtcNow());
        var items = new List<WorkItem>();
        var proposed = history
            .Exemptions.Where(entry => entry.Standing(today) == EntryStanding.Proposed && entry.ProposedBy != caller.AccountId)
            .Take(MostExemptions);
        foreach (var entry in proposed)
        {
            var key = FacilityKey.Of(entry.Exemption.FacilityId);
            // Facilities of another jurisdiction do not answer.
            if ((await register.Ask(() => register.Grain<IFacilityGrain>(key).View(caller))).Value is { } facility)
            {
                items.Add(
                    Item(facility.Facts.Name, $"{texts["Exemptions"]} · {entry.Exemption.Reason}", entry.ProposedAt, "/policy/exemptions")
                );
            }
        }
        return items;
    }

    private bool IsForOther(IProposal proposal, Caller caller) =>
        proposal.IsOpenAt(time.GetUtcNow()) && proposal.ProposedBy != caller.AccountId;

    private WorkItem Item(string title, string detail, DateTimeOffset since, string address) =>
        new(WorkKind.Policy, title, detail, since, address, texts["Decide"]);
}

using KiPass.Contracts.Access;
using KiPass.Contracts.Compliance;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Compliance;
using KiPass.Portal.Officials.Staff;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces.Cases;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Facilities;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Register;
using KiPass.Tokens;
using KiPass.Tokens.Orders;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Officials.Home;

/// <summary>Collects what waits for an official: from the authority's store and, for registrations, venues and policy, from the register.</summary>
internal sealed class WorkQueue(
    CaseService cases,
    FollowUps followUps,
    StaffService staff,
    PolicyProposals policy,
    RegisterCalls register,
    IStringLocalizer<Texts> texts
)
{
    /// <summary>Maximum number of registrations that are listed.</summary>
    public const int MostReviews = 50;

    /// <summary>Silent venues are listed one by one up to this number. More of them are one item.</summary>
    public const int MostVenues = 5;

    private const int MostRead = 200;

    /// <summary>Loads the queue of an official or an administrator.</summary>
    public async Task<WorkList> Load(Official official, Caller caller)
    {
        if (caller.Role == CallerRole.Administrator)
        {
            return List(await Proposals(official), null);
        }
        var own = await cases.List(official);
        var (reviews, missing) = await Reviews(caller);
        var (venues, alsoMissing) = await SilentVenues(caller);
        var (proposals, unread) = await policy.Of(caller);
        return List(
            [.. Traces(official, own), .. await Calls(official, own), .. reviews, .. venues, .. proposals],
            missing ?? alsoMissing ?? unread
        );
    }

    private static WorkList List(IEnumerable<WorkItem> items, string? trouble) =>
        new([.. items.OrderBy(item => item.Since ?? DateTimeOffset.MaxValue).ThenBy(item => item.Title, StringComparer.Ordinal)], trouble);

    private IEnumerable<WorkItem> Traces(Official official, IReadOnlyList<CaseSummary> own)
    {
        foreach (var (row, orders) in own)
        {
            if (orders.Count == 0)
            {
                yield return Item(
                    WorkKind.Trace,
                    texts["No trace requested yet"],
                    row.OpenedAt,
                    $"/cases/{row.Id}/order",
                    texts["Request a trace"]
                );
            }
            foreach (var order in orders)
            {
                if (Next(official, order) is var (kind, detail, since, action))
                {
                    yield return Item(kind, detail, since, $"/orders/{order.Id}", action);
                }
            }
            WorkItem Item(WorkKind kind, string detail, DateTimeOffset? since, string address, string action) =>
                new(kind, row.Number, $"{texts.Region(row.District)} · {detail}", since, address, action);
        }
    }

    private (WorkKind Kind, string Detail, DateTimeOffset? Since, string Action)? Next(Official official, TraceOrderRow order)
    {
        var mine = order.RequestedBy == official.Id;
        return order.State switch
        {
            TraceOrderState.Submitted when official.Approves && !mine => (
                WorkKind.Approval,
                $"{(order.Kind == TraceKind.Case ? texts["Index person"].Value : order.FacilityName)} · {TraceTexts.When(order)}",
                order.SubmittedAt,
                texts["Review the request"]
            ),
            TraceOrderState.Draft when mine => (WorkKind.Trace, texts["order Draft"], order.DraftedAt, texts["Request approval"]),
            TraceOrderState.Declined when mine => (WorkKind.Trace, texts["order Declined"], order.DecidedAt, texts["Change the request"]),
            TraceOrderState.Approved or TraceOrderState.Running => (
                WorkKind.Trace,
                texts["order Running"],
                order.StartedAt ?? order.DecidedAt,
                texts["View progress"]
            ),
            TraceOrderState.Completed when order.Progress.IsPartial => (
                WorkKind.Trace,
                texts[
                    "Completed in part: {0} of {1} issuers answered",
                    order.Progress.Issuers.Count - order.Progress.Missing.Count(),
                    order.Progress.Issuers.Count
                ],
                order.CompletedAt,
                texts["Ask the issuer again"]
            ),
            _ => null,
        };
    }

    // Lists whose people are assigned to the official, and completed lists of which nobody has been called.
    private async Task<IEnumerable<WorkItem>> Calls(Official official, IReadOnlyList<CaseSummary> own)
    {
        var orders = own.SelectMany(one => one.Orders.Select(order => (one.Case, Order: order)))
            .Where(one => one.Order.State is TraceOrderState.Running or TraceOrderState.Completed)
            .ToDictionary(one => one.Order.Id);
        var (mine, begun) = await followUps.ToCall(official, [.. orders.Keys]);
        return mine.Select(calls =>
                Item(
                    calls.Key,
                    texts["{0} people assigned to you are not reached yet", TraceTexts.Number(calls.Value.People)],
                    calls.Value.Since
                )
            )
            .Concat(
                orders
                    .Values.Where(one =>
                        one.Order is { State: TraceOrderState.Completed, Progress.Entries: > 0 } && !begun.Contains(one.Order.Id)
                    )
                    .Select(one => Item(one.Order.Id, texts["The trace is completed; nobody has been called yet"], one.Order.CompletedAt))
            );

        WorkItem Item(Guid order, string detail, DateTimeOffset? since) =>
            new(WorkKind.Calls, orders[order].Case.Number, detail, since, $"/orders/{order}", texts["Call them"]);
    }

    private async Task<(IEnumerable<WorkItem> Items, string? Trouble)> Reviews(Caller caller)
    {
        var query = new DirectoryQuery
        {
            Stage = FacilityState.Submitted,
            Order = DirectoryOrder.Changed,
            Limit = MostReviews,
        };
        var answer = await register.Ask(() => register.Grain<IDirectoryGrain>(IDirectoryGrain.Key).Search(caller, query));
        return answer.Value is { } page
            ? (
                page.Facilities.Select(facility => new WorkItem(
                    WorkKind.Review,
                    facility.Name,
                    $"{FacilityTexts.Type(facility.Type)} · {FacilityTexts.District(facility.District)}",
                    facility.ChangedAt,
                    $"/reviews/{facility.Id}",
                    texts["Decide"]
                )),
                null
            )
            : ([], texts.Outcome(Answer.Of(answer.Status)));
    }

    private async Task<(IEnumerable<WorkItem> Items, string? Trouble)> SilentVenues(Caller caller)
    {
        var query = new ComplianceQuery
        {
            State = ComplianceState.Silent,
            Region = caller.Jurisdiction,
            Limit = MostRead,
        };
        var answer = await register.Ask(() => register.Grain<IComplianceGrain>(IComplianceGrain.Key).List(caller, query));
        if (answer.Value.IsDefault)
        {
            return ([], texts.Outcome(Answer.Of(answer.Status)));
        }
        if (answer.Value.Length <= MostVenues)
        {
            return (
                answer.Value.Select(venue => new WorkItem(
                    WorkKind.SilentVenue,
                    venue.Name,
                    $"{FacilityTexts.Type(venue.Type)} · {FacilityTexts.District(venue.District)}",
                    Start(venue.LastEntry),
                    $"/compliance/venue/{venue.Id}",
                    texts["Contact the venue"]
                )),
                null
            );
        }
        var count = TraceTexts.Number(answer.Value.Length) + (answer.Value.Length == MostRead ? "+" : "");
        var all = new WorkItem(
            WorkKind.SilentVenue,
            texts["{0} venues", count],
            texts["No scans for {0} days", IComplianceGrain.SilentDays],
            answer.Value.Select(venue => Start(venue.LastEntry)).Min(),
            ComplianceTexts.Address(ComplianceState.Silent, caller.Jurisdiction.Code ?? ""),
            texts["View the list"]
        );
        return ([all], null);
    }

    private async Task<IEnumerable<WorkItem>> Proposals(Official official)
    {
        var overview = await staff.Overview();
        return overview
            .Proposed.Where(proposal => proposal.ProposedBy != official.Id)
            .Select(proposal => new WorkItem(
                WorkKind.Staff,
                texts.Change(proposal, overview.Accounts),
                texts["Proposed by another administrator"],
                proposal.ProposedAt,
                "/staff",
                texts["Confirm or decline"]
            ));
    }

    private static DateTimeOffset? Start(DateOnly? day) =>
        day is { } known ? new DateTimeOffset(known.ToDateTime(TimeOnly.MinValue), KoreanDay.Offset) : null;
}

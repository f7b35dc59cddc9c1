using System.Globalization;
using KiPass.Contracts.Traces;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces.Cases;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Portal.Officials.Traces.Running;
using KiPass.Portal.Shared.Actions;
using KiPass.Portal.Shared.Controls;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Layout;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace KiPass.Portal.Officials.Traces.Pages;

public sealed partial class TraceOrderPage : IDisposable
{
    private CaseSummary? found;
    private TraceOrderRow? order;
    private IndexPerson? person;
    private JoinedList? list;
    private LineListState state = LineListState.NotThere;
    private Official official = default!;
    private LineListView? lines;
    private ExposureChoice choice = default!;
    private ElementReference listTitle;
    private string tab = "curve";
    private bool opened;
    private LatestLoad latest = default!;
    private readonly (CultureInfo, CultureInfo) cultures = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);

    [Parameter]
    public Guid OrderId { get; set; }

    [Inject]
    private IDbContextFactory<AuthorityDatabase> Databases { get; set; } = default!;

    [Inject]
    private CaseService Cases { get; set; } = default!;

    [Inject]
    private TraceOrderService Orders { get; set; } = default!;

    [Inject]
    private TraceOrderSigner Signer { get; set; } = default!;

    [Inject]
    private TraceRunner Runner { get; set; } = default!;

    [Inject]
    private LineLists Lists { get; set; } = default!;

    [Inject]
    private TraceOrderEvents Events { get; set; } = default!;

    [Inject]
    private CurrentOfficial Officials { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    private KnownProgress Progress => order?.Progress ?? KnownProgress.None;

    // Resolving the case, reading its visits, finding contacts, requesting identities.
    private const int Steps = 4;

    // Issuers that have not been queried yet are not late.
    private bool IsLate(IssuerProgress issuer) =>
        Progress.Stage >= TraceStage.WaitingForIssuers
        || (issuer.Subjects != IssuerAnswer.Waiting && issuer.Identities != IssuerAnswer.Waiting);

    private int Step => Math.Min(Steps, (int)(Progress.Stage ?? TraceStage.AskingForSubjects) + 1);

    private IReadOnlyList<(string Id, string Title)> Tabs =>
        [
            ("curve", Texts["Epidemic curve"]),
            ("hours", Texts["Facility × hour"]),
            ("chains", Texts["Contact chains"]),
            .. list?.Forward is null ? Array.Empty<(string, string)>() : [("next", Texts["Where contacts went next"])],
        ];

    protected override async Task OnInitializedAsync()
    {
        official = await Officials.Get();
        choice = new ExposureChoice(Filter);
        latest = new LatestLoad(Load);
        Events.Changed += Changed;
        await latest.Run();
    }

    public void Dispose() => Events.Changed -= Changed;

    private async Task Load()
    {
        await using (var database = await Databases.CreateDbContextAsync())
        {
            var caseId = await database.Orders.Where(row => row.Id == OrderId).Select(row => row.CaseId).FirstOrDefaultAsync();
            found = await Cases.Find(official, caseId);
        }
        order = found?.Orders.FirstOrDefault(row => row.Id == OrderId);
        if (order is null)
        {
            Navigation.NotFound();
            return;
        }
        try
        {
            // Only the requesting official sees the index person. The approver judges only the justification.
            person = order.RequestedBy == official.Id ? Signer.Person(order) : null;
        }
        catch (DomainFolderException)
        {
            state = LineListState.KeysMissing;
        }
        if (order.State is TraceOrderState.Running or TraceOrderState.Completed)
        {
            // Prerendering shows no people. Otherwise one view would create two entries in the audit log.
            if (RendererInfo.IsInteractive)
            {
                await OpenList();
            }
        }
        else
        {
            list = null;
        }
    }

    // Only the first view is logged. Results that arrive while the page is open belong to the same view.
    private async Task OpenList()
    {
        if (!opened)
        {
            (state, list) = await Lists.Open(official, OrderId);
            opened = list is not null || state == LineListState.NotAuthentic;
        }
        else
        {
            list = await Lists.Look(official, OrderId) ?? list;
        }
    }

    // The list may be out of sight: its title gets the focus, so that the browser scrolls to it and screen readers say where they are.
    private async Task Filter(ExposureFilter exposure)
    {
        lines?.Show(exposure);
        await listTitle.FocusAsync();
    }

    private async Task FilterNext(Guid facility)
    {
        lines?.ShowNext(facility);
        await listTitle.FocusAsync();
    }

    private void Changed(Guid orderId)
    {
        if (orderId == OrderId)
        {
            _ = InvokeAsync(async () =>
            {
                // Runs in the culture of the user who made the change, so the page restores its own culture.
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = cultures;
                await latest.Run();
                StateHasChanged();
            });
        }
    }

    private async Task Submit() => await Settle(await Orders.Submit(official, OrderId), Texts["Submitted. Another official decides."]);

    private async Task Approve()
    {
        var sure = await Dialogs.Confirm(
            Texts["Approve this order?"],
            Texts["The order is signed with the authority's key and sent to the register immediately. It names you as the approver."],
            Texts["Approve"],
            Texts["Cancel"]
        );
        if (sure)
        {
            await Settle(await Orders.Approve(official, OrderId), Texts["Approved. The trace is starting."]);
        }
    }

    private async Task Decline()
    {
        var reason = await Dialogs.Reason(
            Texts["Decline this order?"],
            Texts["The requesting official sees your reason and can change the order."],
            Texts["Decline"],
            Texts["Cancel"],
            Texts["Reason"],
            needed: true
        );
        if (reason is not null)
        {
            await Settle(await Orders.Decline(official, OrderId, reason), Texts["Declined."]);
        }
    }

    private async Task Cancel()
    {
        if (
            await Dialogs.Confirm(
                Texts["Cancel this order?"],
                Texts["All findings are deleted. This cannot be undone."],
                Texts["Cancel the order"],
                Texts["Back"]
            )
        )
        {
            await Settle(await Runner.Cancel(official, OrderId), Texts["Cancelled."]);
        }
    }

    // An order is valid for a week after the approval that signed it.
    private bool MayAskAgain =>
        order is { State: TraceOrderState.Running or TraceOrderState.Completed, DecidedAt: { } signed }
        && Time.GetUtcNow() < signed.AddDays(TraceOrder.MostValidDays);

    private async Task AskAgain(ushort issuer) =>
        await Settle(await Runner.AskAgain(official, OrderId, issuer), Texts["The issuer is asked again."]);

    private async Task Settle(TraceOrderResult reply, string done)
    {
        Snackbar.Add(
            Texts.Outcome(reply.Answer) ?? done,
            reply.Answer is TraceOrderOutcome.Done or TraceOrderOutcome.OneMoreApproval ? Severity.Success : Severity.Error
        );
        Events.Wake(OrderId);
        await latest.Run();
    }

    private string IssuerName(ushort number) => Signer.Issuers().FirstOrDefault(issuer => issuer.Number == number)?.Name ?? $"{number}";
}

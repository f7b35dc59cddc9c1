using System.Globalization;
using KiPass.Portal.Language;
using KiPass.Portal.Layout;
using KiPass.Portal.Traces.Cases;
using KiPass.Portal.Traces.LineList;
using KiPass.Portal.Traces.Running;
using KiPass.Portal.Traces.Store;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace KiPass.Portal.Traces.Orders;

public sealed partial class OrderPage : IDisposable
{
    private CaseSummary? found;
    private OrderRow? order;
    private IndexPerson? person;
    private JoinedList? list;
    private LineListState state = LineListState.NotThere;
    private LineQuery query = new();
    private Official official = default!;
    private MudDataGrid<ListedRow>? grid;
    private int total;
    private int selectedTotal;
    private bool opened;
    private readonly (CultureInfo, CultureInfo) cultures = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);

    [Parameter]
    public Guid OrderId { get; set; }

    [Inject]
    private IDbContextFactory<AuthorityDatabase> Databases { get; set; } = default!;

    [Inject]
    private CaseDesk Cases { get; set; } = default!;

    [Inject]
    private OrderDesk Orders { get; set; } = default!;

    [Inject]
    private OrderSigner Signer { get; set; } = default!;

    [Inject]
    private TraceRunner Runner { get; set; } = default!;

    [Inject]
    private LineLists Lists { get; set; } = default!;

    [Inject]
    private TraceBoard Board { get; set; } = default!;

    [Inject]
    private CurrentOfficial Officials { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private IStringLocalizer<Texts> Words { get; set; } = default!;

    private KnownProgress Progress => order?.Progress ?? KnownProgress.None;

    protected override async Task OnInitializedAsync()
    {
        official = await Officials.Get();
        Board.Changed += Changed;
        await Load();
    }

    public void Dispose() => Board.Changed -= Changed;

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
            // Who is sought is the asking official's to see; whoever approves judges the grounds.
            person = order.RequestedBy == official.Id ? Signer.Person(order) : null;
        }
        catch (DomainFolderException)
        {
            state = LineListState.KeysMissing;
        }
        if (order.State is OrderState.Running or OrderState.Completed)
        {
            await OpenList();
        }
        else
        {
            list = null;
        }
    }

    // The first look is noted; what comes in while the page stays open belongs to that look.
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
        if (grid is not null)
        {
            await grid.ReloadServerData();
        }
    }

    private void Changed(Guid orderId)
    {
        if (orderId == OrderId)
        {
            _ = InvokeAsync(async () =>
            {
                // Raised by whoever changed it: without this the page would go on in their language.
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = cultures;
                await Load();
                StateHasChanged();
            });
        }
    }

    private async Task<GridData<ListedRow>> LoadRows(GridState<ListedRow> grids, CancellationToken cancellationToken)
    {
        var sorted = grids.SortDefinitions.FirstOrDefault();
        var sort = grid?.RenderedColumns.FirstOrDefault(column => column.PropertyName == sorted?.SortBy)?.Tag is LineSort by
            ? by
            : LineSort.FirstAt;
        query = query with
        {
            Sort = sort,
            Descending = sorted?.Descending == true,
            Offset = grids.Page * grids.PageSize,
            Limit = grids.PageSize,
        };
        var page = query.Of(list?.Rows ?? [], await Lists.Deselected(OrderId));
        (total, selectedTotal) = (page.Total, page.SelectedTotal);
        StateHasChanged();
        return new GridData<ListedRow> { TotalItems = page.Total, Items = page.Rows };
    }

    private async Task Narrow(LineQuery to)
    {
        query = to with { Offset = 0 };
        await grid!.ReloadServerData();
    }

    private async Task Mark(LineRow row, bool selected)
    {
        await Lists.Select(official, OrderId, [row], selected);
        await grid!.ReloadServerData();
    }

    private async Task MarkAll(bool selected)
    {
        var deselected = await Lists.Deselected(OrderId);
        List<LineRow> shown = [];
        for (var offset = 0; list is not null && offset < list.Rows.Count; offset += LineQuery.MostRows)
        {
            var page = (query with { Offset = offset, Limit = LineQuery.MostRows }).Of(list.Rows, deselected);
            shown.AddRange(page.Rows.Where(row => row.Selected != selected).Select(row => row.Row));
        }
        if (shown.Count > 0)
        {
            await Lists.Select(official, OrderId, shown, selected);
            await grid!.ReloadServerData();
        }
    }

    private async Task Submit() => await Settle(await Orders.Submit(official, OrderId), Words["Sent. Another official decides."]);

    private async Task Approve()
    {
        var sure = await Dialogs.Sure(
            Words["Approve this order?"],
            Words["It is signed with the authority's key and goes to the register at once. Your account stands in it."],
            Words["Approve"],
            Words["Cancel"]
        );
        if (sure)
        {
            await Settle(await Orders.Approve(official, OrderId), Words["Approved. The register is at it."]);
        }
    }

    private async Task Decline()
    {
        var reason = await Dialogs.Reason(
            Words["Decline this order?"],
            Words["The official who asked reads your reason and can change the order."],
            Words["Decline"],
            Words["Cancel"],
            Words["Reason"],
            needed: true
        );
        if (reason is not null)
        {
            await Settle(await Orders.Decline(official, OrderId, reason), Words["Declined."]);
        }
    }

    private async Task Cancel()
    {
        if (
            await Dialogs.Sure(
                Words["Cancel this order?"],
                Words["What was found is dropped. This cannot be taken back."],
                Words["Cancel the order"],
                Words["Back"]
            )
        )
        {
            await Settle(await Runner.Cancel(official, OrderId), Words["Cancelled."]);
        }
    }

    private async Task Settle(OrderReply reply, string done)
    {
        Snackbar.Add(
            Words.Outcome(reply.Answer) ?? done,
            reply.Answer is OrderAnswer.Done or OrderAnswer.OneMoreApproval ? Severity.Success : Severity.Error
        );
        Board.Call(OrderId);
        await Load();
    }

    private string IssuerName(ushort number) => Signer.Issuers().FirstOrDefault(issuer => issuer.Number == number)?.Name ?? $"{number}";
}

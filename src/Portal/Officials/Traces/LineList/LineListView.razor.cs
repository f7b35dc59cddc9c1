using System.Globalization;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Portal.Shared.Actions;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace KiPass.Portal.Officials.Traces.LineList;

public sealed partial class LineListView
{
    private readonly (CultureInfo, CultureInfo) cultures = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
    private Official official = default!;
    private LineListContext? context;
    private JoinedList? shown;
    private int leftOut;
    private bool board;
    private LatestLoad latest = default!;

    [CascadingParameter]
    private JoinedList List { get; set; } = default!;

    [Parameter, EditorRequired]
    public Guid OrderId { get; set; }

    /// <summary>When the list is destroyed.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Filters the list by a facility that contacts visited next.</summary>
    public void ShowNext(Guid facility) => Narrow(Query with { Next = facility });

    /// <summary>Filters the list by a stop of the case, or by a facility and an hour.</summary>
    internal void Show(ExposureFilter exposure) => Narrow(Query with { Exposure = exposure });

    protected override async Task OnInitializedAsync()
    {
        official = await Officials.Get();
        latest = new LatestLoad(Load);
        FollowUps.Changed += Changed;
        await latest.Run();
    }

    protected override async Task OnParametersSetAsync()
    {
        // More answers have arrived since the list was shown.
        if (shown is not null && !ReferenceEquals(shown, List))
        {
            await latest.Run();
        }
    }

    public void Dispose() => FollowUps.Changed -= Changed;

    private LineQuery Query => context?.Query ?? new LineQuery();

    private async Task Load()
    {
        shown = List;
        var rows = await FollowUps.Of(official, OrderId, List);
        var assignees = await FollowUps.Assignees(official, OrderId);
        var known = rows.SelectMany(row => new[] { row.FollowUp.Assignee, row.FollowUp.ChangedBy }).OfType<Guid>().Distinct();
        var names = (await Accounts.Known([.. known])).ToDictionary(one => one.Key, one => one.Value.Name);
        foreach (var assignee in assignees)
        {
            names[assignee.Id] = assignee.Name;
        }
        context ??= new LineListContext
        {
            Own = official.Id,
            Select = Select,
            Narrow = Narrow,
            Change = Change,
            Export = Export,
            Open = Open,
        };
        (context.All, context.Assignees, context.Names) = (rows, assignees, names);
        context.Rows = Query.Of(rows);
        context.Selected.IntersectWith(rows.Select(row => row.Key));
        leftOut = rows.Count(row => !row.Exported);
    }

    private void Narrow(LineQuery to)
    {
        if (context is not null)
        {
            context.Query = to;
            context.Rows = to.Of(context.All);
            StateHasChanged();
        }
    }

    private void Select(IEnumerable<ListedRow> changed, bool isSelected)
    {
        foreach (var row in changed)
        {
            _ = isSelected ? context!.Selected.Add(row.Key) : context!.Selected.Remove(row.Key);
        }
        StateHasChanged();
    }

    private async Task<FollowUpResult> Save(ListedRow row, FollowUpChange change)
    {
        var result = await FollowUps.Change(official, OrderId, [row], change);
        await latest.Run();
        StateHasChanged();
        return result;
    }

    private async Task Change(IReadOnlyList<ListedRow> changed, FollowUpChange change)
    {
        var result = await FollowUps.Change(official, OrderId, changed, change);
        await latest.Run();
        StateHasChanged();
        switch (result)
        {
            case { Outcome: FollowUpOutcome.Done }:
                Snackbar.Add(Texts["{0} people changed.", TraceTexts.Number(result.Changed)], Severity.Success);
                break;
            case { Outcome: FollowUpOutcome.Overtaken, Overtaken: [var current] } when changed.Count == 1:
                var name = changed[0].Row.Name;
                var who = current.ChangedBy is { } by && context!.Names.TryGetValue(by, out var known) ? known : Texts["deleted account"];
                var status = Texts[$"follow-up {current.Status}"].Value;
                Snackbar.Add(
                    Texts["Not changed: {0} has just changed {1}. The current status is: {2}.", who, name, status],
                    Severity.Warning
                );
                break;
            case { Outcome: FollowUpOutcome.Overtaken }:
                Snackbar.Add(
                    Texts[
                        "{0} people changed. {1} were changed by another official in the meantime and stay as they are. Look at them again.",
                        TraceTexts.Number(result.Changed),
                        TraceTexts.Number(result.Overtaken.Count)
                    ],
                    Severity.Warning
                );
                break;
            default:
                Snackbar.Add(Texts[$"follow-up {result.Outcome}"], Severity.Error);
                break;
        }
    }

    // Returns when the dialog is shown: while an action runs, the buttons of the dialog would not start another one.
    private async Task Open(ListedRow row)
    {
        var parameters = new DialogParameters<ContactDialog>
        {
            { dialog => dialog.Details, Details(new ContactEditing(row, context!, Save)) },
        };
        var title = row.Row.Name.Length > 0 ? row.Row.Name : Texts[$"source {row.Row.Source}"].Value;
        await Dialogs.ShowAsync<ContactDialog>(title, parameters);
    }

    private async Task Export(bool exported)
    {
        await Lists.Select(official, OrderId, [.. context!.Chosen.Where(row => row.Exported != exported).Select(row => row.Row)], exported);
        await latest.Run();
        StateHasChanged();
    }

    private void Show(GridColumn column, bool visible) => _ = visible ? context!.Hidden.Remove(column) : context!.Hidden.Add(column);

    private void Changed(Guid orderId)
    {
        if (orderId == OrderId)
        {
            _ = InvokeAsync(async () =>
            {
                // Runs in the culture of the official who made the change, so the page restores its own culture.
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = cultures;
                await latest.Run();
                StateHasChanged();
            });
        }
    }

    private static string ButtonOf(bool pressed) => pressed ? "button" : "button button-quiet";
}

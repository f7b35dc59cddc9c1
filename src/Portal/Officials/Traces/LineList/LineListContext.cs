namespace KiPass.Portal.Officials.Traces.LineList;

/// <summary>
/// What the parts of a line list on a page share: rows, names, filter and selection, and what a click does. Cascaded, because parameters of
/// components would have to be public types.
/// </summary>
internal sealed class LineListContext
{
    private Dictionary<string, ListedRow> byKey = [];

    /// <summary>The signed-in official.</summary>
    public required Guid Own { get; init; }

    /// <summary>All rows.</summary>
    public IReadOnlyList<ListedRow> All
    {
        get;
        set
        {
            field = value;
            byKey = value.ToDictionary(row => row.Key);
        }
    } = [];

    /// <summary>The rows that match the filter.</summary>
    public List<ListedRow> Rows { get; set; } = [];

    /// <summary>The filter.</summary>
    public LineQuery Query { get; set; } = new();

    /// <summary>Columns of the grid that are hidden.</summary>
    public HashSet<GridColumn> Hidden { get; set; } = [GridColumn.BirthYear, GridColumn.Note, GridColumn.Source];

    /// <summary>Names of officials by account.</summary>
    public IReadOnlyDictionary<Guid, string> Names { get; set; } = new Dictionary<Guid, string>();

    /// <summary>Officials to whom contacts can be assigned.</summary>
    public IReadOnlyList<Assignee> Assignees { get; set; } = [];

    /// <summary>Keys of the rows that are selected for an action. Only this page knows them.</summary>
    public HashSet<string> Selected { get; } = [];

    /// <summary>Selects or deselects rows for an action.</summary>
    public required Action<IEnumerable<ListedRow>, bool> Select { get; init; }

    /// <summary>Filters the list.</summary>
    public required Action<LineQuery> Narrow { get; init; }

    /// <summary>Changes follow-ups and tells the user what happened.</summary>
    public required Func<IReadOnlyList<ListedRow>, FollowUpChange, Task> Change { get; init; }

    /// <summary>Includes the selected rows in exports, or leaves them out.</summary>
    public required Func<bool, Task> Export { get; init; }

    /// <summary>Opens the details of a row.</summary>
    public required Func<ListedRow, Task> Open { get; init; }

    /// <summary>The selected rows.</summary>
    public IReadOnlyList<ListedRow> Chosen => [.. All.Where(row => Selected.Contains(row.Key))];

    /// <summary>The row with this key; null if more answers have changed the rows.</summary>
    public ListedRow? Find(string key) => byKey.TryGetValue(key, out var row) ? row : null;

    /// <summary>Name of the official to whom a person is assigned; null if nobody is, or the account was deleted.</summary>
    public string? AssigneeOf(ListedRow row) => row.FollowUp.Assignee is { } id ? Names.GetValueOrDefault(id) : null;
}

/// <summary>A person whose follow-up is edited in a dialog.</summary>
/// <param name="Row">The row as it was shown.</param>
/// <param name="List">The list.</param>
/// <param name="Save">Saves a change of the row.</param>
internal sealed record ContactEditing(ListedRow Row, LineListContext List, Func<ListedRow, FollowUpChange, Task<FollowUpResult>> Save);

/// <summary>Filters the line list from another view of the trace. Cascaded.</summary>
internal sealed record ExposureChoice(Func<ExposureFilter, Task> Choose);

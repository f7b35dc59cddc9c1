using KiPass.Contracts.Access;

namespace KiPass.Portal.Officials.Traces.LineList;

/// <summary>Filter, sort order and page of a line list.</summary>
internal sealed record LineQuery
{
    /// <summary>Maximum number of rows per page.</summary>
    public const int MostRows = 500;

    /// <summary>Part of a name, or digits of a phone number; empty: all rows.</summary>
    public string Text { get; init; } = "";

    public Guid? Facility { get; init; }

    /// <summary>Code of a jurisdiction; empty: all rows.</summary>
    public string District { get; init; } = "";

    /// <summary>Minimum number of minutes together.</summary>
    public int AtLeastMinutes { get; init; }

    /// <summary>Only close or only casual contacts; null: both.</summary>
    public bool? Close { get; init; }

    /// <summary>A facility that the contacts visited next.</summary>
    public Guid? Next { get; init; }

    /// <summary>Only selected or only deselected rows; null: both.</summary>
    public bool? Selected { get; init; }

    public LineSort Sort { get; init; }

    public bool Descending { get; init; }

    public int Offset { get; init; }

    public int Limit { get; init; } = 50;

    /// <summary>Returns one page of the matching rows, sorted.</summary>
    public LinePage Of(IReadOnlyList<LineRow> rows, IReadOnlySet<string> deselected)
    {
        bool IsSelected(LineRow row) => !row.Keys.Any(deselected.Contains);
        var fitting = Sorted(rows.Where(row => (Selected is null || Selected == IsSelected(row)) && Fits(row))).ToList();
        var page = fitting.Skip(Math.Max(0, Offset)).Take(Math.Clamp(Limit, 1, MostRows));
        return new LinePage(fitting.Count, fitting.Count(IsSelected), [.. page.Select(row => new ListedRow(row, IsSelected(row)))]);
    }

    private bool Fits(LineRow row)
    {
        var region = new Jurisdiction(District);
        return (Close is null || row.Close == Close)
            && (Next is null || row.Next.Any(stay => stay.Facility.Id == Next))
            && row.Minutes >= AtLeastMinutes
            && (Facility is null || row.Exposures.Any(exposure => exposure.Facility.Id == Facility))
            && (District.Length == 0 || row.Exposures.Any(exposure => region.Covers(exposure.Facility.District)))
            && (Text.Trim().Length == 0 || Says(row, Text.Trim()));
    }

    private static bool Says(LineRow row, string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit)).TrimStart('0');
        return row.Name.Contains(text, StringComparison.CurrentCultureIgnoreCase)
            || (
                digits.Length >= 4
                && (row.Phone.Contains(digits, StringComparison.Ordinal) || row.GuardianPhone.Contains(digits, StringComparison.Ordinal))
            );
    }

    private IEnumerable<LineRow> Sorted(IEnumerable<LineRow> rows)
    {
        IOrderedEnumerable<LineRow> By<TKey>(Func<LineRow, TKey> key, IComparer<TKey>? comparer = null) =>
            Descending ? rows.OrderByDescending(key, comparer) : rows.OrderBy(key, comparer);
        var sorted = Sort switch
        {
            LineSort.Name => By(row => row.Name, StringComparer.CurrentCulture),
            LineSort.Minutes => By(row => row.Minutes),
            LineSort.Facility => By(row => row.Exposures[0].Facility.Name, StringComparer.CurrentCulture),
            LineSort.Close => By(row => row.Close),
            _ => By(row => row.FirstAt),
        };
        return sorted.ThenBy(row => row.FirstAt).ThenBy(row => row.Keys[0], StringComparer.Ordinal);
    }
}

/// <summary>Sort key of a line list.</summary>
internal enum LineSort
{
    FirstAt,
    Name,
    Facility,
    Minutes,
    Close,
}

/// <summary>A row and whether it is selected.</summary>
internal readonly record struct ListedRow(LineRow Row, bool Selected);

/// <summary>One page of a line list.</summary>
/// <param name="Total">Number of matching rows.</param>
/// <param name="SelectedTotal">Number of matching rows that are selected, and therefore exported.</param>
/// <param name="Rows">The rows of this page.</param>
internal sealed record LinePage(int Total, int SelectedTotal, IReadOnlyList<ListedRow> Rows);

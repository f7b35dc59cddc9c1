using KiPass.Contracts.Access;

namespace KiPass.Portal.Officials.Traces.LineList;

/// <summary>Filter of a line list.</summary>
internal sealed record LineQuery
{
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

    /// <summary>A place and time that was chosen in the timeline or in the heat map.</summary>
    public ExposureFilter? Exposure { get; init; }

    /// <summary>Only rows that are exported or only rows that are not; null: both.</summary>
    public bool? Exported { get; init; }

    public ContactStatus? Status { get; init; }

    /// <summary>Only people assigned to this official; <see cref="Guid.Empty"/>: to nobody; null: all.</summary>
    public Guid? Assignee { get; init; }

    /// <summary>Returns the matching rows in their order.</summary>
    public List<ListedRow> Of(IReadOnlyList<ListedRow> rows) => [.. rows.Where(Fits)];

    private bool Fits(ListedRow listed)
    {
        var (row, exported, followUp) = listed;
        var region = new Jurisdiction(District);
        return (Exported is null || exported == Exported)
            && (Status is null || (row.IsPerson && followUp.Status == Status))
            && (Assignee is null || (row.IsPerson && (followUp.Assignee ?? Guid.Empty) == Assignee))
            && (Close is null || row.Close == Close)
            && (Next is null || row.Next.Any(stay => stay.Facility.Id == Next))
            && (Exposure is null || row.Exposures.Any(Exposure.Fits))
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
}

/// <summary>A row of an opened line list.</summary>
/// <param name="Row">The person, or an entry without a person.</param>
/// <param name="Exported">Whether the row is exported. Officials can leave rows out.</param>
/// <param name="FollowUp">What officials know about calling the person.</param>
internal readonly record struct ListedRow(LineRow Row, bool Exported, FollowUp FollowUp)
{
    /// <summary>Identifies the row as long as the list is unchanged.</summary>
    public string Key => Row.Keys[0];
}

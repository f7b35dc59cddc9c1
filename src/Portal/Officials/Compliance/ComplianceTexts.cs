using KiPass.Contracts.Compliance;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Venues;
using KiPass.Portal.Shared.Facilities;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Officials.Compliance;

/// <summary>Formats compliance figures for display.</summary>
internal static class ComplianceTexts
{
    /// <summary>Share of obligated venues that have signed up, in percent; null if no venue is obligated.</summary>
    public static int? Share(this ComplianceRow row)
    {
        var all = row.SignedUp + row.Invited + row.Missing;
        return all == 0 ? null : (int)Math.Floor(100.0 * row.SignedUp / all);
    }

    public static int Of(this ComplianceRow row, ComplianceState state) =>
        state switch
        {
            ComplianceState.SignedUp => row.SignedUp,
            ComplianceState.Invited => row.Invited,
            ComplianceState.Silent => row.Silent,
            _ => row.Missing,
        };

    /// <summary>URL of the list behind a figure.</summary>
    public static string Address(ComplianceState state, string region, string type = "") =>
        $"/compliance/list?state={state}&region={Uri.EscapeDataString(region)}{(type.Length > 0 ? $"&type={type}" : "")}";

    /// <summary>Reason why a row, or some of its fields, were rejected.</summary>
    public static string Reason(this IStringLocalizer texts, VenueFault fault) =>
        texts[$"row {fault.Problem}", string.Join(", ", fault.Field.Split(", ").Select(texts.Column))];

    /// <summary>Display name of a list column. Unknown columns are returned unchanged.</summary>
    public static string Column(this IStringLocalizer texts, string column) =>
        column switch
        {
            "number" => texts["Business registration number"],
            "name" => texts["Trade name"],
            "type" => texts["Facility type"],
            "district" => texts["District"],
            "address" => texts["Address"],
            "phone" => texts["Phone"],
            "capacity" => texts["Capacity"],
            "licensed" => texts["Licence date"],
            _ => column,
        };

    /// <summary>Short name of a province, as shown on a tile: 충북 for 충청북도.</summary>
    public static string Short(Province province) =>
        !FacilityTexts.Korean ? province.English
        : province.Korean.Length == 4 ? $"{province.Korean[0]}{province.Korean[2]}"
        : province.Korean[..2];

    public static (string Class, string Sign) Look(ComplianceState state) =>
        state switch
        {
            ComplianceState.SignedUp => ("chip-accepted", "✓"),
            ComplianceState.Invited => ("chip-kept", "…"),
            ComplianceState.Silent => ("chip-kept", "‖"),
            _ => ("chip-refused", "!"),
        };
}

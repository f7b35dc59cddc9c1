using KiPass.Contracts.Compliance;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Venues;
using KiPass.Portal.Shared.Facilities;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Officials.Compliance;

/// <summary>The figures of compliance as a page shows them.</summary>
internal static class ComplianceTexts
{
    /// <summary>Of those who ought to: how many have signed up, percent; null when nobody ought to.</summary>
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

    /// <summary>Address of the list behind a figure.</summary>
    public static string Address(ComplianceState state, string region, string type = "") =>
        $"/compliance/list?state={state}&region={Uri.EscapeDataString(region)}{(type.Length > 0 ? $"&type={type}" : "")}";

    /// <summary>Why a row was not taken.</summary>
    public static string Reason(this IStringLocalizer texts, VenueFault fault) => texts[$"row {fault.Problem}", texts.Column(fault.Field)];

    /// <summary>A column of a list as people call it; anything else stays as it is.</summary>
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

    /// <summary>A province as a tile shows it: 충북, not 충청북도.</summary>
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

using KiPass.Contracts.Compliance;

namespace KiPass.Portal.Compliance;

/// <summary>The figures of compliance as a page shows them.</summary>
internal static class ComplianceWords
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

    public static (string Class, string Sign) Look(ComplianceState state) =>
        state switch
        {
            ComplianceState.SignedUp => ("chip-accepted", "✓"),
            ComplianceState.Invited => ("chip-kept", "…"),
            ComplianceState.Silent => ("chip-kept", "‖"),
            _ => ("chip-refused", "!"),
        };
}

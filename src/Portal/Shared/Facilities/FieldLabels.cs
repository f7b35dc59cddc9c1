using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Contracts.Venues;

namespace KiPass.Portal.Shared.Facilities;

/// <summary>Labels of the fields that the register validates, for messages that are not displayed at the field.</summary>
internal static class FieldLabels
{
    private static readonly Dictionary<string, string> All = new()
    {
        [nameof(FacilityFacts.BusinessNumber)] = /*Texts*/
            "Business registration number",
        [nameof(FacilityFacts.Name)] = /*Texts*/
            "Name",
        [nameof(FacilityFacts.OpenedOn)] = /*Texts*/
            "Opening date",
        [nameof(FacilityFacts.Representative)] = /*Texts*/
            "Representative",
        [nameof(FacilityFacts.ManagerName)] = /*Texts*/
            "Facility manager",
        [nameof(FacilityFacts.Phone)] = /*Texts*/
            "Phone",
        [nameof(FacilityFacts.District)] = /*Texts*/
            "District",
        [nameof(FacilityFacts.Address)] = /*Texts*/
            "Address",
        [nameof(FacilityFacts.Type)] = /*Texts*/
            "Facility type",
        [nameof(FacilityFacts.Capacity)] = /*Texts*/
            "Capacity",
        [nameof(RestrictionOrder.Title)] = /*Texts*/
            "Number and title",
        [nameof(RestrictionOrder.Region)] = /*Texts*/
            "Region",
        [nameof(RestrictionOrder.From)] = /*Texts*/
            "First day",
        [nameof(RestrictionOrder.Until)] = /*Texts*/
            "Last day (optional)",
        [nameof(RestrictionOrder.GuidanceUntil)] = /*Texts*/
            "Last day of guidance period (optional)",
        [nameof(LevelChange.Note)] = /*Texts*/
            "Publication",
        [nameof(VenueContact.Day)] = /*Texts*/
            "Day",
        [nameof(VenueFile.Content)] = /*Texts*/
            "CSV file",
        ["Reason"] = /*Texts*/
            "Reason",
        ["Hours"] = /*Texts*/
            "Opening hours",
        ["Role"] = /*Texts*/
            "Role",
        ["Zone"] = /*Texts*/
            "Zone",
        ["Certificate"] = /*Texts*/
            "Business registration certificate",
    };

    /// <summary>The resource key of a field's label; null for a value that no field shows.</summary>
    public static string? Of(string field) => All.GetValueOrDefault(field);
}

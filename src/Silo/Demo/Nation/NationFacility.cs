using System.Text.Json.Serialization;
using KiPass.Contracts.Facilities;

namespace KiPass.Silo.Demo.Nation;

/// <summary>One facility of the nation and its last weeks.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Facts">What its owner states.</param>
/// <param name="Opens">Hour of the day at which it opens.</param>
/// <param name="Closes">Hour of the day at which it closes; over 24 after midnight.</param>
/// <param name="Weight">How much it is visited; 0: nobody scans there.</param>
/// <param name="SignedUp">Days before today on which it signed up.</param>
/// <param name="LastDay">Days before today of its last entries; 0: it is still visited.</param>
/// <param name="End">Its state today; it was active until its last day.</param>
internal sealed record NationFacility(
    Guid Id,
    FacilityFacts Facts,
    int Opens,
    int Closes,
    double Weight,
    int SignedUp,
    int LastDay,
    FacilityState End
)
{
    /// <summary>What the issuer's demonstration learns of it.</summary>
    public VenueProfile Profile => new(Weight, Opens, Closes, Math.Min(NationPlan.Days, SignedUp - 1), LastDay);

    /// <summary>The same hours on every day.</summary>
    public OpeningHours Hours => new([.. Enumerable.Repeat(new DayHours(new TimeOnly(Opens % 24, 0), new TimeOnly(Closes % 24, 0)), 7)]);
}

/// <summary>When and how much a venue is visited, without saying which it is.</summary>
internal sealed record VenueProfile(
    [property: JsonPropertyName("weight")] double Weight,
    [property: JsonPropertyName("opens")] int Opens,
    [property: JsonPropertyName("closes")] int Closes,
    [property: JsonPropertyName("firstDay")] int FirstDay,
    [property: JsonPropertyName("lastDay")] int LastDay
);

using KiPass.Contracts.Facilities;
using KiPass.Silo.Demo;
using KiPass.Silo.Demo.Nation;
using KiPass.Silo.DemoVenues;
using KiPass.Tokens;

namespace KiPass.Silo.Tests.Demo;

public sealed class NationPlanTests
{
    private static readonly KoreanDay Today = KoreanDay.Of(new DateOnly(2020, 11, 27));
    private static readonly IReadOnlyList<NationFacility> Plan = NationPlan.Of(2_000, Today);

    [Fact]
    public void The_nation_has_facilities_in_every_district_in_proportion()
    {
        Assert.Equal(2_000, Plan.Count);
        var districts = Plan.CountBy(facility => facility.Facts.District).ToDictionary();
        Assert.Equal(Districts.All.Select(district => district.Code), districts.Keys.Order());
        var seoul = Plan.Count(facility => facility.Facts.District.StartsWith("11", StringComparison.Ordinal));
        Assert.InRange(seoul, 300, 450);
        Assert.InRange(Plan.Count(facility => facility.Facts.District.StartsWith("50", StringComparison.Ordinal)), 15, 50);
    }

    [Fact]
    public void The_nation_has_every_kind_of_facility_with_valid_facts()
    {
        Assert.All(Plan, facility => Assert.Empty(FacilityFactsRules.Check(FacilityFactsRules.Normalize(facility.Facts), Today.Date)));
        Assert.Equal(Plan.Count, Plan.Select(facility => facility.Facts.BusinessNumber).Distinct().Count());
        Assert.Equal(Plan.Count, Plan.Select(facility => facility.Facts.Name).Distinct().Count());
        Assert.Equal(Plan.Count, Plan.Select(facility => facility.Id).Distinct().Count());
        Assert.Superset(
            FacilityTypes.All.Where(type => type.HighRisk).Select(type => type.Code).ToHashSet(),
            Plan.Select(facility => facility.Facts.Type).ToHashSet()
        );
        Assert.Equal(Enum.GetValues<FacilityState>(), Plan.Select(facility => facility.End).Distinct().Order());
        Assert.InRange(Plan.Count(facility => facility.End == FacilityState.Submitted), 5, 20);
        Assert.InRange(Plan.Count(facility => facility is { End: FacilityState.Active, LastDay: > 7 }), 60, 250);
        Assert.InRange(Plan.Count(facility => facility.SignedUp <= NationPlan.Days), 300, 900);
    }

    [Fact]
    public void The_same_day_gives_the_same_nation() =>
        Assert.Equal(
            Plan.Select(one => (one.Id, one.Facts, one.Profile)),
            NationPlan.Of(2_000, Today).Select(one => (one.Id, one.Facts, one.Profile))
        );

    [Fact]
    public void Nothing_happens_at_a_facility_before_it_signed_up()
    {
        foreach (var (serial, facility) in Plan.Index().Skip(DemoFacilities.All.Count))
        {
            var record = new NationSite(facility, serial, Today).Record(withEnd: true, Today);
            Assert.Equal(facility.End, record.Stage);
            var times = record.History.Select(one => one.At).ToList();
            Assert.Equal(times.Order(), times);
            Assert.True(times[^1] < Today.Start, $"{facility.End} at {times[^1]}");
            Assert.True(
                facility.Profile.FirstDay < facility.SignedUp && facility.Profile.LastDay <= Math.Max(0, facility.Profile.FirstDay)
            );
        }
    }
}

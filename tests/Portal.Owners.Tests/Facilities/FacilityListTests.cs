using Bunit;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Owners.Facilities;
using KiPass.Portal.Shared.Language;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace KiPass.Portal.Owners.Tests.Facilities;

/// <summary>An owner of many facilities finds one by any of its words, and sees first what waits for the owner.</summary>
public sealed class FacilityListTests : BunitContext
{
    private static readonly FacilitySummary[] Facilities =
    [
        One("Blue Hall", "11110", FacilityState.Active, seen: true),
        One("Red Hall", "26110", FacilityState.Active, seen: false),
        One("Green Room", "26110", FacilityState.Draft, seen: false),
        One("Amber Room", "11110", FacilityState.Closed, seen: true),
    ];

    public FacilityListTests()
    {
        Services.AddLogging().AddTexts().AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Render<MudPopoverProvider>();
    }

    [Fact]
    public void What_waits_for_the_owner_comes_first() =>
        Assert.Equal(["Green Room", "Red Hall", "Amber Room", "Blue Hall"], Names(List()));

    [Theory]
    [InlineData("hall", "Red Hall, Blue Hall")]
    [InlineData("busan hall", "Red Hall")]
    [InlineData("120-88-00767", "Green Room, Red Hall, Amber Room, Blue Hall")]
    [InlineData("no such place", "")]
    public async Task A_facility_is_found_by_any_of_its_words(string typed, string names)
    {
        var list = List();
        await list.Find("#search").InputAsync(typed);
        list.WaitForAssertion(() => Assert.Equal(names, string.Join(", ", Names(list))));
    }

    private IRenderedComponent<FacilityList> List() =>
        Render<FacilityList>(parameters => parameters.Add(one => one.Facilities, Facilities));

    private static IEnumerable<string> Names(IRenderedComponent<FacilityList> list) =>
        list.FindAll("tbody tr td:first-child a").Select(link => link.TextContent.Trim());

    private static FacilitySummary One(string name, string district, FacilityState stage, bool seen) =>
        new()
        {
            Id = Guid.NewGuid(),
            Name = name,
            District = district,
            Type = "karaoke",
            BusinessNumber = "120-88-00767",
            Stage = stage,
            SeenAt = seen ? DateTimeOffset.UnixEpoch : null,
        };
}

using Bunit;
using KiPass.Contracts.Compliance;
using KiPass.Portal.Officials.Compliance;
using KiPass.Portal.Shared.Actions;
using KiPass.Portal.Shared.Language;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace KiPass.Portal.Officials.Tests.Compliance;

/// <summary>The figures by facility type: groups with sums, a named table, and headings that say what they sort.</summary>
public sealed class ComplianceGridTests : BunitContext
{
    private static readonly ComplianceRow[] Rows =
    [
        new("11110", "karaoke", 5, 5, 1, 0, 2),
        new("11110", "library", 3, 0, 0, 0, 9),
        new("26110", "karaoke", 7, 7, 0, 1, 4),
    ];

    public ComplianceGridTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging().AddTexts().AddActions().AddMudServices();
    }

    [Fact]
    public void The_country_is_grouped_by_province_with_sums()
    {
        var grid = Render<ComplianceGrid>(parameters => parameters.Add(one => one.Rows, Rows).Add(one => one.Region, "*"));
        Assert.Equal("rows-title", grid.Find("table").GetAttribute("aria-labelledby"));
        Assert.Contains("8 signed up, 11 not signed up", grid.Markup, StringComparison.Ordinal);
        Assert.Contains("Busan", grid.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_sort_button_has_its_own_name_and_says_the_order()
    {
        var grid = Render<ComplianceGrid>(parameters => parameters.Add(one => one.Rows, Rows[..2]).Add(one => one.Region, "11110"));
        var names = grid.FindAll(".sort-header").Select(button => button.GetAttribute("aria-label")).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Contains("Not signed up: sorted in descending order", names);

        await grid.FindAll(".sort-header")[0].ClickAsync();
        Assert.Equal("Signed up: sorted in descending order", grid.FindAll(".sort-header")[0].GetAttribute("aria-label"));
        await grid.FindAll(".sort-header")[0].ClickAsync();
        Assert.Equal("Signed up: sorted in ascending order", grid.FindAll(".sort-header")[0].GetAttribute("aria-label"));
    }
}

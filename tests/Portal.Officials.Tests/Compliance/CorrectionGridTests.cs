using Bunit;
using KiPass.Contracts.Venues;
using KiPass.Portal.Officials.Compliance;
using KiPass.Portal.Shared.Actions;
using KiPass.Portal.Shared.Language;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace KiPass.Portal.Officials.Tests.Compliance;

/// <summary>The grid in which skipped rows are corrected.</summary>
public sealed class CorrectionGridTests : BunitContext
{
    public CorrectionGridTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging().AddTexts().AddActions().AddMudServices();
    }

    [Fact]
    public async Task Each_cell_has_a_name_and_a_change_is_recorded()
    {
        var correction = Correction.Of("상호,주소", [new VenueFault(7, VenueRowProblem.Formula, "name", "=1,종로 1")])!;
        var changes = 0;
        var grid = Render<CorrectionGrid>(parameters =>
            parameters.Add(one => one.Open, correction).Add(one => one.Changed, () => changes++)
        );

        Assert.Equal("faults-title", grid.Find("table").GetAttribute("aria-labelledby"));
        var cell = grid.Find("input[data-cell='7-0']");
        Assert.Equal(("상호, line 7", "=1"), (cell.GetAttribute("aria-label"), cell.GetAttribute("value")));
        await cell.ChangeAsync("종로포차");

        Assert.Equal(1, changes);
        Assert.Equal("종로포차", Assert.Single(correction.Changed).Cells[0]);
    }
}

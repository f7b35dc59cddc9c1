using Bunit;
using KiPass.Portal.Shared.Actions;
using KiPass.Portal.Shared.Controls;
using KiPass.Portal.Shared.Facilities;
using KiPass.Portal.Shared.Language;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace KiPass.Portal.Shared.Tests.Controls;

/// <summary>Fields show one message, keep what was typed, and connect label, input and message for screen readers.</summary>
public sealed class FieldTests : BunitContext
{
    public FieldTests()
    {
        Services.AddLogging().AddTexts().AddActions().AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Theory]
    [InlineData("text")]
    [InlineData("tel")]
    [InlineData("date")]
    [InlineData("datetime-local")]
    public void An_error_takes_the_place_of_the_hint(string type)
    {
        var field = Render<TextField>(parameters =>
            parameters
                .Add(one => one.Id, "Day")
                .Add(one => one.Label, "Day")
                .Add(one => one.Hint, "As on the paper.")
                .Add(one => one.Type, type)
        );
        Assert.Equal("Day", field.Find("label").GetAttribute("for"));
        Assert.NotEqual("true", field.Find("input#Day").GetAttribute("aria-invalid"));
        Assert.Contains("As on the paper.", field.Markup, StringComparison.Ordinal);

        field.Render(parameters => parameters.Add(one => one.Error, "Required."));
        Assert.Equal("true", field.Find("input#Day").GetAttribute("aria-invalid"));
        Assert.DoesNotContain("As on the paper.", field.Markup, StringComparison.Ordinal);
        Assert.Equal("Required.", field.Find("#Day-error").TextContent.Trim());
        Assert.Equal("Day-error", field.Find("input#Day").GetAttribute("aria-describedby"));
    }

    [Theory]
    [InlineData("-3")]
    [InlineData("80명")]
    public void A_number_that_is_wrong_stays_as_typed(string typed)
    {
        int? capacity = 40;
        var field = Render<TypedField<int?>>(parameters =>
            parameters
                .Add(one => one.Id, "Capacity")
                .Add(one => one.Label, "Capacity")
                .Add(one => one.Format, FieldFormats.OptionalNumber)
                .Bind(one => one.Value, capacity, value => capacity = value)
        );
        field.Find("input").Change(typed);
        Assert.Equal(-1, capacity);
        Assert.Equal(typed, field.Find("input").GetAttribute("value"));
    }

    [Theory]
    [InlineData("date", "2016.5.2", "2016-05-02")]
    [InlineData("date", "20160502", "2016-05-02")]
    [InlineData("date", "May 2", "May 2")]
    [InlineData("date", "", "")]
    [InlineData("datetime-local", "2020-06-11T18:30", "2020-06-11 18:30")]
    public void A_day_is_normalized_or_stays_as_typed(string type, string typed, string expected)
    {
        var value = "2015-03-02";
        var field = Render<TextField>(parameters =>
            parameters
                .Add(one => one.Id, "OpenedOn")
                .Add(one => one.Label, "Opening date")
                .Add(one => one.Type, type)
                .Bind(one => one.Value, value, changed => value = changed)
        );
        field.Find("input").Change(typed);
        Assert.Equal(expected, value);
        field.Render(parameters => parameters.Add(one => one.Value, value));
        Assert.Equal(expected, field.Find("input").GetAttribute("value") ?? "");
    }

    [Fact]
    public void A_region_is_chosen_by_its_complete_name()
    {
        Render<MudPopoverProvider>();
        var region = "";
        var field = Render<RegionSearch>(parameters =>
            parameters
                .Add(one => one.Id, "District")
                .Add(one => one.Label, "District")
                .Add(one => one.Choices, RegionChoices.AllDistricts())
                .Add(one => one.Value, region)
                .Add(one => one.ValueChanged, changed => region = changed)
        );
        field.Find("input").Input("Jung-gu");
        Assert.Equal("", region);
        field.Find("input").Input("Jung-gu, Busan");
        Assert.Equal("26110", region);
    }
}

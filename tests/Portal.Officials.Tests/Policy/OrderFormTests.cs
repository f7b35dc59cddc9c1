using System.Collections.Immutable;
using System.Reflection;
using System.Security.Claims;
using Bunit;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Policy;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Actions;
using KiPass.Portal.Shared.Facilities;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Register;
using KiPass.Portal.Testing;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;

namespace KiPass.Portal.Officials.Tests.Policy;

/// <summary>The form of a restriction order: nothing is preselected, and a dialog repeats what changes before anything is stored.</summary>
public sealed class OrderFormTests : BunitContext
{
    private static readonly OrderImpact Impact = new(12, 3, [], []);

    private readonly List<RestrictionOrder> added = [];

    public OrderFormTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging().AddTexts().AddActions().AddMudServices();
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2020, 6, 12, 3, 0, 0, TimeSpan.Zero)));
        Services.AddSingleton(new FakeSilo((type, _) => GrainStub.Of(type, Answered)).Client(CallingPortal.Authority));
        Services.AddScoped<RegisterCalls>().AddScoped<CurrentCaller>().AddScoped<CurrentOfficial>();
        // The store of the authority is asked for proposals only.
        Services.AddSingleton(new Confirmations(null!));
        var user = this.AddAuthorization().SetAuthorized("official");
        user.SetClaims(
            new Claim(ClaimTypes.NameIdentifier, $"{Guid.NewGuid()}"),
            new Claim(ClaimTypes.Role, nameof(AccountRole.Official)),
            new Claim(AccountClaims.District, "11")
        );
    }

    [Fact]
    public async Task The_form_starts_without_a_region_and_requires_one()
    {
        var page = Render<NewRestrictionOrderPage>();
        await page.Find("#Title").ChangeAsync("고시");
        await page.Find("#preview").ClickAsync();

        Assert.Equal("", page.FindComponent<RegionField>().Instance.Value);
        Assert.NotNull(page.Find("#Region-error"));
        Assert.True(page.Find("#enter").HasAttribute("disabled"));
    }

    [Fact]
    public async Task An_order_is_stored_only_after_the_dialog_that_repeats_it_is_confirmed()
    {
        var dialogs = Render<MudDialogProvider>();
        var page = Render<NewRestrictionOrderPage>();
        await page.Find("#Title").ChangeAsync("종로구 고시");
        await page.InvokeAsync(() => page.FindComponent<RegionField>().Instance.ValueChanged.InvokeAsync("11110"));
        await page.InvokeAsync(() => page.FindComponent<TypesField>().Instance.ChosenChanged.InvokeAsync(["library", "cafe"]));
        await page.Find("#preview").ClickAsync();

        var entering = page.Find("#enter").ClickAsync();
        var facts = dialogs.WaitForElement("#order-facts").TextContent;
        Assert.All(
            ["종로구 고시", "Jongno", "Library", "2020-06-13", "12", "3"],
            text => Assert.Contains(text, facts, StringComparison.Ordinal)
        );
        Assert.Empty(added);

        await dialogs.Find(".button-sure").ClickAsync();
        await entering;
        Assert.Equal(("11110", "library"), (Assert.Single(added).Region.Code, added[0].Types[0]));
    }

    [Fact]
    public async Task An_order_for_several_districts_says_that_it_needs_a_second_official()
    {
        var page = Render<NewRestrictionOrderPage>();
        await page.InvokeAsync(() => page.FindComponent<RegionField>().Instance.ValueChanged.InvokeAsync("11110"));
        Assert.Empty(page.FindAll("#needs-second"));

        await page.InvokeAsync(() => page.FindComponent<RegionField>().Instance.ValueChanged.InvokeAsync("11"));

        Assert.NotNull(page.Find("#needs-second"));
        Assert.Contains("Propose", page.Find("#enter").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_change_discards_the_preview()
    {
        var page = Render<NewRestrictionOrderPage>();
        await page.Find("#Title").ChangeAsync("고시");
        await page.InvokeAsync(() => page.FindComponent<RegionField>().Instance.ValueChanged.InvokeAsync("11110"));
        await page.Find("#preview").ClickAsync();
        Assert.False(page.Find("#enter").HasAttribute("disabled"));

        await page.InvokeAsync(() => page.FindComponent<TypesField>().Instance.ChosenChanged.InvokeAsync(["library"]));

        Assert.True(page.Find("#enter").HasAttribute("disabled"));
        Assert.Equal("library", page.Find("[data-type]").GetAttribute("data-type"));
        await page.Find("[data-type]").ClickAsync();
        Assert.Empty(page.FindAll("[data-type]"));
    }

    private object Answered(MethodInfo method, object?[] arguments)
    {
        if (method.Name == nameof(IDirectoryGrain.Preview))
        {
            return new ValueTask<Answer<OrderImpact>>(Impact);
        }
        added.Add((RestrictionOrder)arguments[1]!);
        return new ValueTask<Answer>(Answer.Done);
    }
}

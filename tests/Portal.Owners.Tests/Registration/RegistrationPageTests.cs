using System.Reflection;
using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Owners.Facilities;
using KiPass.Portal.Owners.Registration;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Actions;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Register;
using KiPass.Portal.Testing;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

// A proxy's class is derived from at run time.
#pragma warning disable CA1852

namespace KiPass.Portal.Owners.Tests.Registration;

/// <summary>The stepper of a registration opens one step after another, shows errors at their fields and loses nothing that was typed.</summary>
public sealed class RegistrationPageTests : BunitContext
{
    private readonly FakeFacility facility =
        DispatchProxy.Create<IFacilityGrain, FakeFacility>() as FakeFacility ?? throw new InvalidOperationException();

    public RegistrationPageTests()
    {
        Services.AddLogging().AddTexts().AddActions().AddMudServices();
        Services.AddSingleton(TimeProvider.System).AddScoped<CurrentCaller>();
        Services.AddSingleton(new RegisterCalls(new FakeSilo((_, _) => facility).Client(CallingPortal.Owners)));
        Services.AddSingleton(new FacilityPhones(null!, null!, null!, TimeProvider.System));
        JSInterop.Mode = JSRuntimeMode.Loose;
        AddAuthorization()
            .SetAuthorized("owner")
            .SetClaims(new Claim(ClaimTypes.NameIdentifier, $"{Guid.NewGuid()}"), new Claim(AccountClaims.Role, nameof(AccountRole.Owner)));
        Render<MudPopoverProvider>();
    }

    [Fact]
    public async Task An_empty_step_stays_open_and_names_each_missing_field()
    {
        var page = Open();
        await page.Find("#Name").ChangeAsync("Blue Hall");
        await page.Find("#OpenedOn").ChangeAsync("soon");
        await page.Find("#next").ClickAsync();

        Assert.Equal(["BusinessNumber", "OpenedOn", "Representative"], page.FindAll("[aria-invalid=true]").Select(field => field.Id));
        Assert.Equal(("Blue Hall", "soon"), (page.Find("#Name").GetAttribute("value"), page.Find("#OpenedOn").GetAttribute("value")));
        Assert.StartsWith("1. ", page.Find("h2").TextContent, StringComparison.Ordinal);
        Assert.Equal([false, true, true, true, true], Steps(page));
        Assert.Equal("Blue Hall", facility.Saved.Name);
    }

    [Fact]
    public async Task A_complete_step_opens_the_next_one_and_the_way_back()
    {
        var page = Open();
        await page.Find("#BusinessNumber").ChangeAsync("120-88-00767");
        await page.Find("#Name").ChangeAsync("Blue Hall");
        await page.Find("#OpenedOn").ChangeAsync("2015.3.2");
        await page.Find("#Representative").ChangeAsync("김새롬");
        await page.Find("#next").ClickAsync();

        Assert.StartsWith("2. ", page.Find("h2").TextContent, StringComparison.Ordinal);
        Assert.Equal([false, false, true, true, true], Steps(page));
        Assert.Equal(new DateOnly(2015, 3, 2), facility.Saved.OpenedOn);

        await page.FindAll("[role=tab]")[0].ClickAsync();
        Assert.StartsWith("1. ", page.Find("h2").TextContent, StringComparison.Ordinal);
        Assert.Equal("Blue Hall", page.Find("#Name").GetAttribute("value"));
    }

    private IRenderedComponent<RegistrationPage> Open()
    {
        var page = Render<RegistrationPage>(parameters => parameters.Add(one => one.FacilityId, Guid.NewGuid()));
        page.WaitForElement("#next");
        return page;
    }

    // Whether each step is disabled.
    private static IEnumerable<bool> Steps(IRenderedComponent<RegistrationPage> page) =>
        page.FindAll("[role=tab]").Select(step => step.HasAttribute("disabled"));

    internal class FakeFacility : DispatchProxy
    {
        internal FacilityFacts Saved { get; private set; } = new();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(IFacilityGrain.SaveDraft))
            {
                Saved = (FacilityFacts)args![1]!;
                return new ValueTask<Answer>(Answer.Done);
            }
            return targetMethod.Name == nameof(IFacilityGrain.View)
                ? new ValueTask<Answer<FacilityView>>(new FacilityView { Facts = Saved, MyRole = MemberRole.Owner })
                : throw new NotSupportedException(targetMethod.Name);
        }
    }
}

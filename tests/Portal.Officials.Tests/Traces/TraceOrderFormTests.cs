using System.Security.Claims;
using Bunit;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Portal.Officials.Traces.Pages;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Actions;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Register;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace KiPass.Portal.Officials.Tests.Traces;

/// <summary>The form in which an official requests a trace.</summary>
public sealed class TraceOrderFormTests : BunitContext
{
    private readonly TraceFixture traces = new();

    public TraceOrderFormTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging().AddTexts().AddActions().AddMudServices();
        Services.AddSingleton<TimeProvider>(traces.Time);
        Services.AddSingleton(traces.Cases).AddSingleton(traces.Orders).AddSingleton(traces.Get<TraceOrderSigner>());
        Services.AddSingleton<TraceOrderPrefill>().AddSingleton(traces.Register.Client());
        Services.AddScoped<RegisterCalls>().AddScoped<CurrentCaller>().AddScoped<CurrentOfficial>();
        var user = this.AddAuthorization().SetAuthorized("official");
        user.SetClaims(
            new Claim(ClaimTypes.NameIdentifier, $"{TraceFixture.Asks.Id}"),
            new Claim(ClaimTypes.Role, nameof(AccountRole.Official)),
            new Claim(AccountClaims.District, "*")
        );
    }

    [Fact]
    public async Task A_wrong_number_stays_as_typed_and_is_explained_at_its_field()
    {
        var form = await Form();
        await form.Find("#Phone").ChangeAsync("010-1111-2222");
        await form.Find("#Name").ChangeAsync("지표 환자");
        await form.Find("#Reason").ChangeAsync("집단감염");
        await form.Find("#MaxContacts").ChangeAsync("-3");
        await form.Find("#submit-order").ClickAsync();

        form.WaitForElement("#MaxContacts-error");
        Assert.Equal("-3", form.Find("#MaxContacts").GetAttribute("value"));
        Assert.Equal("010-1111-2222", form.Find("#Phone").GetAttribute("value"));
        Assert.Empty(form.FindAll("#Phone-error"));
    }

    [Fact]
    public async Task A_complete_form_becomes_one_order_that_awaits_approval()
    {
        var form = await Form();
        await form.Find("#Phone").ChangeAsync("010-1111-2222");
        await form.Find("#Name").ChangeAsync("지표 환자");
        await form.Find("#Reason").ChangeAsync("집단감염");
        await form.Find("#submit-order").ClickAsync();

        var page = Services.GetRequiredService<NavigationManager>().Uri;
        Assert.Contains("/orders/", page, StringComparison.Ordinal);
        var order = await traces.Order(Guid.Parse(page[^36..]));
        Assert.Equal((TraceFixture.Asks.Id, "집단감염"), (order.RequestedBy, order.Reason));
    }

    [Fact]
    public async Task A_large_order_says_so_before_it_is_sent()
    {
        var form = await Form();
        Assert.Empty(form.FindAll(".banner-kept"));
        await form.Find("#MaxContacts").ChangeAsync("20000");
        Assert.Single(form.FindAll(".banner-kept"));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        traces.Dispose();
    }

    private async Task<IRenderedComponent<TraceOrderFormPage>> Form()
    {
        var caseId = await traces.Case();
        var form = Render<TraceOrderFormPage>(parameters => parameters.Add(page => page.CaseId, caseId));
        form.WaitForElement("#Phone");
        return form;
    }
}

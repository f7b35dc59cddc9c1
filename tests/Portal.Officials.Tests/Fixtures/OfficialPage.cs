using System.Security.Claims;
using Bunit;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Actions;
using KiPass.Portal.Shared.Language;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace KiPass.Portal.Officials.Tests.Fixtures;

/// <summary>Components of the officials' portal as a signed-in official sees them, in English.</summary>
public abstract class OfficialPage : BunitContext
{
    internal TraceFixture Traces { get; } = new();

    private protected OfficialPage()
    {
        System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.GetCultureInfo("en");
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging().AddTexts().AddActions().AddMudServices();
        Services.AddSingleton<TimeProvider>(Traces.Time);
        Services.AddSingleton(Traces.Lists).AddSingleton(Traces.FollowUps).AddSingleton(Traces.Get<AccountNames>());
        Services.AddScoped<CurrentOfficial>();
        SignIn(TraceFixture.Asks);
    }

    private protected void SignIn(Official official)
    {
        var authorization = AddAuthorization();
        authorization.SetAuthorized("official");
        authorization.SetClaims(
            new Claim(ClaimTypes.NameIdentifier, $"{official.Id}"),
            new Claim(AccountClaims.District, official.Jurisdiction.Code),
            new Claim(ClaimTypes.Role, $"{(official.Approves ? AccountRole.Approver : AccountRole.Official)}")
        );
    }

    /// <summary>Renders a component below cascaded values.</summary>
    private protected IRenderedComponent<TComponent> Show<TComponent, TValue>(
        TValue value,
        Action<ComponentParameterCollectionBuilder<TComponent>>? more = null
    )
        where TComponent : IComponent
        where TValue : notnull =>
        Render<TComponent>(parameters =>
        {
            parameters.AddCascadingValue(value);
            more?.Invoke(parameters);
        });

    /// <summary>A finished trace with this many contacts, opened by the official who asks.</summary>
    private protected async Task<(Guid Order, JoinedList List)> Traced(int contacts)
    {
        var scene = new Scene(Traces);
        for (var i = 0; i < contacts; i++)
        {
            scene.Met($"사람{i:000}", $"+8210{i + 10_000_000:00000000}", minutes: i % 40 + 1, after: TimeSpan.FromSeconds(i));
        }
        scene.Found();
        var order = await Traces.Traced();
        return (order, (await Traces.Lists.Open(TraceFixture.Asks, order)).List!);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            Traces.Dispose();
        }
    }
}

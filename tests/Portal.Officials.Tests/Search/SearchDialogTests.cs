using Bunit;
using KiPass.Portal.Officials.Search;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Register;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace KiPass.Portal.Officials.Tests.Search;

/// <summary>The search as an official uses it.</summary>
public sealed class SearchDialogTests : OfficialPage
{
    [Fact]
    public async Task A_hit_opens_its_page_and_the_typed_text_is_in_no_address()
    {
        Services.AddSingleton(
            new OfficialSearch(
                Traces.Get<IDbContextFactory<AuthorityDatabase>>(),
                Traces.Get<RegisterCalls>(),
                Traces.Get<IStringLocalizer<Texts>>()
            )
        );
        Services.AddScoped<CurrentCaller>();
        var id = await Traces.Case("2020-0612-031");
        var popovers = Render<MudPopoverProvider>();
        var dialogs = Render<MudDialogProvider>();
        await dialogs.InvokeAsync(() => Services.GetRequiredService<IDialogService>().ShowAsync<SearchDialog>("Search"));

        var field = dialogs.WaitForElement("input#search-text");
        await field.InputAsync("0612");
        // The field waits until nobody types any more.
        Traces.Time.Advance(TimeSpan.FromSeconds(1));
        popovers.WaitForElement(".search-hit", TimeSpan.FromSeconds(20)).Click();

        var navigation = Services.GetRequiredService<NavigationManager>();
        popovers.WaitForAssertion(() => Assert.EndsWith($"/cases/{id}", navigation.Uri, StringComparison.Ordinal));
        Assert.DoesNotContain("0612", navigation.Uri, StringComparison.Ordinal);
    }
}

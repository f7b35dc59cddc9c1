using System.Globalization;
using System.Text.RegularExpressions;
using KiPass.Contracts.Traces;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Officials.Traces.Pages;
using KiPass.Portal.Shared.Language;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KiPass.Portal.Officials.Tests.Traces;

public sealed partial class TraceFiguresTests
{
    private static readonly LineRow Person = new()
    {
        Keys = ["a", "b", "c"],
        Source = LineSource.Issuer,
        Close = true,
        Exposures = [],
    };

    [Fact]
    public async Task Counts_entries_until_the_line_list_is_open_and_then_people_as_well()
    {
        Assert.Equal("2 facilities found, 4 entries of contacts, 1 / 1 issuers answered", await Rendered(null));
        Assert.Equal(
            "2 facilities found, 1 contacts, 1 close, 3 entries of contacts, 1 / 1 issuers answered",
            await Rendered(new JoinedList([Person], [], [], 0))
        );
    }

    private static async Task<string> Rendered(JoinedList? list)
    {
        var order = new TraceOrderRow
        {
            Id = Guid.NewGuid(),
            CaseId = Guid.NewGuid(),
            RequestedBy = Guid.NewGuid(),
            DraftedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.UnixEpoch,
            State = TraceOrderState.Running,
            Progress = KnownProgress.Of(
                new TraceProgress
                {
                    Stage = TraceStage.Completed,
                    Facilities = 2,
                    Contacts = 3,
                    Close = 1,
                    PaperContacts = 1,
                    Issuers = [new IssuerProgress(1, IssuerAnswer.Answered, IssuerAnswer.Answered, 3)],
                }
            ),
        };
        await using var services = new ServiceCollection().AddLogging().AddTexts().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (
                await renderer.RenderComponentAsync<Cascade>(
                    ParameterView.FromDictionary(new Dictionary<string, object?> { ["Values"] = (order, list) })
                )
            ).ToHtmlString()
        );
        return string.Join(", ", Figure().Matches(html).Select(figure => $"{figure.Groups["count"]} {figure.Groups["name"]}"));
    }

    [GeneratedRegex("<dt[^>]*>(?<name>[^<]*)</dt><dd[^>]*>(?<count>[^<]*)</dd>")]
    private static partial Regex Figure();

    private sealed class Cascade : ComponentBase
    {
        [Parameter]
        public object Values { get; set; } = default!;

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
        {
            var (order, list) = ((TraceOrderRow, JoinedList?))Values;
            builder.OpenComponent<CascadingValue<TraceOrderRow>>(0);
            builder.AddComponentParameter(1, "Value", order);
            builder.AddComponentParameter(2, "ChildContent", (RenderFragment)Lists);
            builder.CloseComponent();

            void Lists(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder inner)
            {
                inner.OpenComponent<CascadingValue<JoinedList>>(0);
                inner.AddComponentParameter(1, "Value", list);
                inner.AddComponentParameter(2, "ChildContent", (RenderFragment)Figures);
                inner.CloseComponent();
            }

            static void Figures(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder inner)
            {
                inner.OpenComponent<TraceFigures>(0);
                inner.CloseComponent();
            }
        }
    }
}

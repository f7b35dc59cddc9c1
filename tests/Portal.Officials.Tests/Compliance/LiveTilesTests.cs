using KiPass.Contracts.Access;
using KiPass.Contracts.Compliance;
using KiPass.Contracts.Live;
using KiPass.Portal.Officials.Compliance;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Register;
using KiPass.Portal.Testing.Forms;
using KiPass.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Officials.Tests.Compliance;

/// <summary>The map changes while people scan, and asks the register only for figures about scans.</summary>
public sealed class LiveTilesTests : IDisposable
{
    private readonly TraceFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Theory, InlineData("ko"), InlineData("en")]
    public async Task Tiles_change_while_people_scan(string language)
    {
        var (asked, entries) = (0, 41);
        await using var page = Page(language, () => asked++, () => entries);
        page.Open<LiveTiles>(
            "Scans of the last minute. The numbers change while people scan.",
            ("Region", "*"),
            ("Figure", TileFigure.Entries),
            ("Rows", Array.Empty<ComplianceRow>()),
            ("Caller", Caller.Official("official", Jurisdiction.Nation))
        );
        page.Shows("41");
        entries = 42;
        await Eventually.True(
            () =>
            {
                fixture.Time.Advance(TimeSpan.FromSeconds(1));
                return page.Contains("42");
            },
            "the tile shows the new count"
        );
        Assert.True(asked > 1);
    }

    [Fact]
    public async Task A_figure_about_sign_ups_asks_nothing_of_the_register_every_second()
    {
        var asked = 0;
        await using var page = Page("en", () => asked++, () => 1);
        page.Open<LiveTiles>(
            "A stronger colour means more follow-up. Select a tile for details.",
            ("Region", "*"),
            ("Figure", TileFigure.Share),
            ("Rows", new[] { new ComplianceRow("11110", "karaoke", 3, 3, 2, 1, 0) }),
            ("Caller", Caller.Official("official", Jurisdiction.Nation))
        );
        page.Shows("75");
        fixture.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(0, asked);
    }

    private TestPage Page(string language, Action ask, Func<int> entries)
    {
        var register = new FakeGrains().On<ILiveGridGrain>(
            "Watch",
            _ =>
            {
                ask();
                return (Answer<LiveGrid>)new LiveGrid(default, [new LiveTile("11", "", entries(), 0)]);
            }
        );
        var page = new TestPage(
            language,
            CallingPortal.Authority,
            TestPage.User(TraceFixture.Asks.Id, AccountRole.Official, "*"),
            register,
            fixture.Get<IServiceProvider>()
        );
        page.Services.AddSingleton(new LiveGridFeed(register.Client(CallingPortal.Authority), fixture.Time));
        return page;
    }
}

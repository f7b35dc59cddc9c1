using Bunit;
using KiPass.Portal.Officials.Traces.Compare;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Tokens.Orders;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Officials.Tests.Traces.Compare;

/// <summary>The drawing of contact chains with 300 people.</summary>
public sealed class ChainViewTests : OfficialPage
{
    [Fact]
    public async Task A_group_of_three_hundred_people_is_one_box_that_opens_to_its_people()
    {
        Services.AddSingleton(Traces.Get<OpenTraces>());
        var cases = new[] { Case("A"), Case("B") };
        var page = Render<ChainView>(parameters => parameters.Add(view => view.CaseId, cases[0].CaseId));
        await page.InvokeAsync(() => page.Instance.Draw(ChainGraph.Of(cases, cases[0].CaseId), 0));
        page.Render();

        Assert.Equal(["A", "B"], page.FindAll("#chain a strong").Select(title => title.TextContent));
        var group = Assert.Single(page.FindAll("#chain button"));
        Assert.Contains("300 people", group.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll("#chain-table tbody tr").Count);
        Assert.Empty(page.FindAll("#chain-group li"));

        await group.ClickAsync();

        Assert.Equal("true", page.Find("#chain button").GetAttribute("aria-expanded"));
        Assert.Equal("300 people: A, B", page.Find("#chain-group h3").TextContent);
        Assert.Equal(50, page.FindAll("#chain-group li").Count);
        await page.Find("#chain-group button").ClickAsync();
        Assert.Equal(100, page.FindAll("#chain-group li").Count);
        Assert.Equal("tel:+821010000000", page.Find("#chain-group a").GetAttribute("href"));
    }

    private TracedCase Case(string number)
    {
        var club = new FoundFacility(Guid.NewGuid(), "클럽", "colatec", "11170", "", "");
        var at = Traces.Time.GetUtcNow();
        return new TracedCase(
            Guid.NewGuid(),
            Guid.NewGuid(),
            number,
            null,
            at,
            LineListJoin.PersonKey(number, ""),
            [],
            [club],
            [
                .. Enumerable
                    .Range(0, 300)
                    .Select(i => new LineRow
                    {
                        Keys = [$"{number}-{i}"],
                        Source = LineSource.Issuer,
                        Name = $"P{i:000}",
                        Phone = $"+8210{i + 10_000_000:00000000}",
                        Exposures = [new LineExposure(club, null, at, at.AddHours(1), InferredExit.DwellTime, at, at.AddMinutes(30))],
                    }),
            ]
        );
    }
}

using Bunit;
using KiPass.Portal.Officials.Home;

namespace KiPass.Portal.Officials.Tests.Home;

/// <summary>The queue of the home page as an official sees it.</summary>
public sealed class QueueViewTests : OfficialPage
{
    [Fact]
    public void The_queue_shows_age_and_next_action_of_each_item_and_filters_by_kind()
    {
        var now = Traces.Time.GetUtcNow();
        var page = Show<QueueView, WorkList>(
            new WorkList(
                [
                    new(WorkKind.Review, "달빛노래연습장", "Karaoke · Jongno-gu", now.AddDays(-3).AddHours(-4), "/reviews/1", "Decide"),
                    new(WorkKind.Approval, "C-1", "Index person", now.AddMinutes(-65), "/orders/2", "Review the request"),
                    new(WorkKind.SilentVenue, "7 venues", "No scans for 7 days", null, "/compliance/list", "View the list"),
                ],
                null
            )
        );
        Assert.Equal(
            ["3 d 4 h", "1 h 5 min", ""],
            page.FindAll("#queue .queue-age").Select(age => age.QuerySelector("strong")?.TextContent ?? "")
        );
        Assert.Equal(["/reviews/1", "/orders/2", "/compliance/list"], page.FindAll("#queue a").Select(link => link.GetAttribute("href")));
        Assert.Equal("Review the request: C-1", page.FindAll("#queue a")[1].GetAttribute("aria-label"));

        page.FindAll("[aria-pressed]").Single(button => button.TextContent.Contains("Approval", StringComparison.Ordinal)).Click();

        Assert.Equal("C-1", Assert.Single(page.FindAll("#queue .queue-what > strong")).TextContent);
        Assert.Equal("true", page.FindAll("[aria-pressed]")[1].GetAttribute("aria-pressed"));
    }

    [Fact]
    public void An_empty_queue_says_so_and_a_missing_part_is_not_called_empty()
    {
        var empty = Show<QueueView, WorkList>(new WorkList([], null));
        Assert.Contains("Nothing is pending.", empty.Find("#queue-empty").TextContent, StringComparison.Ordinal);
        var partial = Show<QueueView, WorkList>(new WorkList([], "The register does not answer."));
        Assert.Contains("The register does not answer.", partial.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Loading …", Render<QueueView>().Find("[role=status]").TextContent.Trim());
    }
}

using CsCheck;
using KiPass.Grains.Visits;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Visits;

public sealed class RetentionRuleTests
{
    private static readonly Gen<DateTimeOffset> SomeTime = Gen.Long[0, 4_000_000_000_000].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    [Fact]
    public void A_day_is_due_only_when_none_of_its_visits_are_readable() =>
        SomeTime.Sample(enteredAt =>
        {
            var due = RetentionRule.DueAt(KoreanDay.Of(enteredAt));
            return RetentionRule.UnreadableUpTo(due) >= enteredAt;
        });

    [Fact]
    public void The_overdue_alarm_allows_two_hourly_sweeps_after_a_day_is_due() =>
        SomeTime.Sample(enteredAt =>
        {
            var due = RetentionRule.DueAt(KoreanDay.Of(enteredAt));
            return !RetentionRule.IsOverdue(enteredAt, due.AddHours(2));
        });

    [Fact]
    public void A_day_is_due_at_the_midnight_that_ends_its_28th_following_day()
    {
        var day = KoreanDay.Parse("2021-12-13");
        var due = new DateTimeOffset(2022, 1, 11, 0, 0, 0, KoreanDay.Offset);

        Assert.False(RetentionRule.IsDue(day, due.AddTicks(-1)));
        Assert.True(RetentionRule.IsDue(day, due));
    }

    [Fact]
    public void A_visit_is_overdue_26_hours_after_its_four_weeks_end()
    {
        var enteredAt = new DateTimeOffset(2021, 12, 13, 0, 0, 0, KoreanDay.Offset);
        var limit = enteredAt.AddDays(28).AddHours(26);

        Assert.False(RetentionRule.IsOverdue(enteredAt, limit));
        Assert.True(RetentionRule.IsOverdue(enteredAt, limit.AddTicks(1)));
    }

    [Fact]
    public void A_day_is_closable_once_no_queued_scan_can_still_reach_it()
    {
        var day = KoreanDay.Parse("2021-12-13");

        Assert.False(RetentionRule.IsClosed(day, day.End.AddHours(24)));
        Assert.True(RetentionRule.IsClosed(day, day.End.AddHours(25)));
    }
}

using CsCheck;
using KiPass.Grains.Visits;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Visits;

public sealed class RetentionRuleTests
{
    private static readonly Gen<DateTimeOffset> SomeTime = Gen.Long[0, 4_000_000_000_000].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    [Fact]
    public void A_day_is_due_only_when_nobody_may_read_any_of_its_visits() =>
        SomeTime.Sample(enteredAt =>
        {
            var due = RetentionRule.DueAt(KoreanDay.Of(enteredAt));
            return RetentionRule.UnreadableUpTo(due) >= enteredAt;
        });

    [Fact]
    public void Two_hourly_ticks_lie_between_a_day_that_is_due_and_the_alarm_for_its_first_visit() =>
        SomeTime.Sample(enteredAt =>
        {
            var due = RetentionRule.DueAt(KoreanDay.Of(enteredAt));
            return !RetentionRule.IsOverdue(enteredAt, due.AddHours(2));
        });

    [Fact]
    public void A_day_is_due_at_the_midnight_that_ends_its_twenty_eighth_day_after()
    {
        var day = KoreanDay.Parse("2021-12-13");
        var due = new DateTimeOffset(2022, 1, 11, 0, 0, 0, KoreanDay.Offset);

        Assert.False(RetentionRule.IsDue(day, due.AddTicks(-1)));
        Assert.True(RetentionRule.IsDue(day, due));
    }

    [Fact]
    public void A_visit_is_overdue_from_twenty_six_hours_after_its_four_weeks()
    {
        var enteredAt = new DateTimeOffset(2021, 12, 13, 0, 0, 0, KoreanDay.Offset);
        var limit = enteredAt.AddDays(28).AddHours(26);

        Assert.False(RetentionRule.IsOverdue(enteredAt, limit));
        Assert.True(RetentionRule.IsOverdue(enteredAt, limit.AddTicks(1)));
    }

    [Fact]
    public void A_day_is_closed_when_no_queued_scan_can_reach_it_any_more()
    {
        var day = KoreanDay.Parse("2021-12-13");

        Assert.False(RetentionRule.IsClosed(day, day.End.AddHours(24)));
        Assert.True(RetentionRule.IsClosed(day, day.End.AddHours(25)));
    }
}

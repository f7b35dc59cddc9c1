using KiPass.Portal.Officials.Demo;
using KiPass.Tokens;

namespace KiPass.Portal.Officials.Tests.Demo;

public sealed class DemoCasesTests
{
    [Fact]
    public void Last_months_orders_are_of_one_past_month_and_due_for_destruction_on_any_day()
    {
        var end = KoreanDay.Of(new DateOnly(2021, 3, 31));
        for (var today = KoreanDay.Of(new DateOnly(2020, 1, 1)); today <= end; today += 1)
        {
            var first = DemoCases.FirstOfPastMonth(today);
            Assert.Equal(1, first.Date.Day);
            Assert.True(first + 6 + 28 < today, $"{today}: {first}");
            Assert.True(first.Date.AddMonths(3) > today.Date, $"{today}: {first}");
        }
    }
}

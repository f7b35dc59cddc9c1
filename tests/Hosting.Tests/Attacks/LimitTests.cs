using System.Net;
using KiPass.Hosting.Limits;
using KiPass.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KiPass.Hosting.Tests.Attacks;

public sealed class LimitTests
{
    [Theory]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff")]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7")]
    [InlineData("2002:c000:207:1::1", "2002:c000:207:ffff::1")]
    [InlineData("192.0.2.7", "2002:c000:207::1")]
    [Attack("A caller uses another IPv6 address of its network for each request")]
    public void Nobody_evades_a_limit_with_another_spelling_or_address_of_one_network(string one, string other) =>
        Assert.Equal(AddressBlock.Of(IPAddress.Parse(one)), AddressBlock.Of(IPAddress.Parse(other)));

    [Theory]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1")]
    [InlineData("192.0.2.7", "192.0.2.8")]
    public void Different_networks_are_counted_separately(string one, string other) =>
        Assert.NotEqual(AddressBlock.Of(IPAddress.Parse(one)), AddressBlock.Of(IPAddress.Parse(other)));

    [Fact]
    [Attack("A caller floods the limiter with new addresses, so that it forgets the caller's own count")]
    public void Nobody_resets_a_limit_by_flooding_it_with_new_keys()
    {
        var budgets = new KeyedBudgets<int>(new FakeTimeProvider(), mostKeys: 100);
        var budget = new Budget(PerHour: 3, PerDay: 10);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(TimeSpan.Zero, budgets.Take(0, budget));
        }
        for (var key = 1; key < 1000; key++)
        {
            budgets.Take(key, budget);
        }
        Assert.NotEqual(TimeSpan.Zero, budgets.Take(0, budget));
    }

    [Fact]
    public void A_budget_limits_hours_and_days_and_says_how_long_to_wait()
    {
        var time = new FakeTimeProvider();
        var budgets = new KeyedBudgets<string>(time);
        var budget = new Budget(PerHour: 2, PerDay: 3);
        Assert.Equal(TimeSpan.Zero, budgets.Take("a", budget));
        Assert.Equal(TimeSpan.Zero, budgets.Take("a", budget));
        time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(TimeSpan.FromMinutes(40), budgets.Take("a", budget));
        time.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal(TimeSpan.Zero, budgets.Take("a", budget));
        Assert.Equal(TimeSpan.FromHours(23), budgets.Take("a", budget));
        Assert.Equal(TimeSpan.Zero, budgets.Take("b", budget));
    }

    [Theory]
    [InlineData("*", 870)]
    [InlineData("*", 881)]
    [InlineData("*", 882)]
    [InlineData("*", 883)]
    [InlineData("*", 888)]
    [InlineData("*", 979)]
    [InlineData("82,881", 881)]
    [InlineData("82", 1)]
    [Attack("An attacker has codes sent to expensive numbers and shares the fee")]
    public void Nobody_makes_a_program_send_messages_to_a_number_outside_the_allowed_countries(string setting, int code) =>
        Assert.False(CallingCodes.Parse(setting)!.Allows(code));

    [Theory]
    [InlineData("*", 82)]
    [InlineData("*", 1)]
    [InlineData("82", 82)]
    [InlineData("+82, 1", 1)]
    public void Allowed_countries_are_a_list_of_calling_codes_or_all(string setting, int code) =>
        Assert.True(CallingCodes.Parse(setting)!.Allows(code));

    [Theory, InlineData(""), InlineData(null), InlineData("Korea"), InlineData("82,"), InlineData("0"), InlineData("1000")]
    public void Anything_else_is_refused(string? setting) => Assert.NotNull(CallingCodes.Fault("Portal:PhoneCountries", setting));
}

using System.Net;
using KiPass.Silo.Limits;
using KiPass.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace KiPass.Silo.Tests.Attacks;

public sealed class AddressAttackTests
{
    [Fact]
    [Attack("A guesser of pairing codes uses another IPv6 address of its network for each code")]
    public void Nobody_guesses_more_pairing_codes_with_the_addresses_of_one_network()
    {
        var limits = new CallerLimits(new FakeTimeProvider());
        var allowed = Enumerable.Range(1, 150).Count(i => limits.CountCode(From($"2001:db8:0:1::{i:x}")) == TimeSpan.Zero);
        Assert.Equal(CallerLimits.AddressWrongCodes.Burst, allowed);
        Assert.Equal(TimeSpan.Zero, limits.CountCode(From("2001:db8:0:2::1")));
    }

    [Fact]
    [Attack("A caller writes its IPv4 address in other forms")]
    public void Nobody_evades_a_limit_with_another_form_of_an_IPv4_address()
    {
        var limits = new CallerLimits(new FakeTimeProvider());
        string[] forms = ["192.0.2.7", "::ffff:192.0.2.7", "2002:c000:207::1", "2002:c000:207:9::1"];
        var allowed = Enumerable.Range(0, 40).Count(i => limits.CountCode(From(forms[i % forms.Length])) == TimeSpan.Zero);
        Assert.Equal(CallerLimits.AddressWrongCodes.Burst, allowed);
    }

    private static DefaultHttpContext From(string address)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return context;
    }
}

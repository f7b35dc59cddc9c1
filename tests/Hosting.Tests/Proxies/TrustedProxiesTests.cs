using System.Net;
using KiPass.Hosting.Proxies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Hosting.Tests.Proxies;

public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData("10.0.0.9", "198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.9", "203.0.113.7, 198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.1.9", "198.51.100.1", "10.0.1.9")]
    [InlineData("192.0.2.5", "198.51.100.1", "198.51.100.1")]
    [InlineData("127.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("203.0.113.9", "198.51.100.1", "203.0.113.9")]
    public async Task Only_forwarded_entries_added_by_trusted_proxies_are_used(string remote, string forwarded, string expected)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        app.UseTrustedProxies("10.0.0.0/24, 192.0.2.5");
        app.Run(_ => Task.CompletedTask);
        var context = new DefaultHttpContext { RequestServices = services };
        context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
        context.Request.Headers["X-Forwarded-For"] = forwarded;

        await app.Build()(context);

        Assert.Equal(IPAddress.Parse(expected), context.Connection.RemoteIpAddress);
    }

    [Theory]
    [InlineData("10.0.0.0/24, everywhere", "S:Proxies: 'everywhere' is neither an IP address nor a network such as 10.0.0.0/24.")]
    [InlineData("10.0.0.0/24, 2001:db8::/32, ::1", null)]
    [InlineData(null, null)]
    public void An_invalid_proxy_address_is_reported(string? proxies, string? fault) =>
        Assert.Equal(fault, TrustedProxies.Fault("S:Proxies", proxies));
}

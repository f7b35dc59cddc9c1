using System.Net;
using KiPass.Silo.Limits;
using Microsoft.AspNetCore.Http;

namespace KiPass.Silo.Tests.Limits;

public sealed class AddressTests
{
    [Theory]
    [InlineData("203.0.113.9", null, "203.0.113.9")]
    [InlineData("::ffff:203.0.113.9", null, "203.0.113.9")]
    [InlineData("2001:db8:1:2:3:4:5:6", null, "2001:db8:1:2::")]
    [InlineData("203.0.113.9", "198.51.100.1", "203.0.113.9")]
    [InlineData("127.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("127.0.0.1", "10.0.0.1, 198.51.100.1", "198.51.100.1")]
    [InlineData("::1", "2001:db8::9", "2001:db8::")]
    [InlineData("127.0.0.1", "nonsense", "127.0.0.1")]
    public void Trusts_X_Forwarded_For_only_from_a_local_proxy_and_only_its_last_entry(string remote, string? forwarded, string expected)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
        context.Request.Headers["X-Forwarded-For"] = forwarded;
        Assert.Equal(IPAddress.Parse(expected), CallerLimits.AddressOf(context));
    }
}

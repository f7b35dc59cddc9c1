using System.Net;
using System.Net.Sockets;
using KiPass.Hosting.Settings;
using KiPass.Testing;

namespace KiPass.Hosting.Tests.Settings;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("--urls", "nonsense", "--urls: 'nonsense' is not an address such as")]
    [InlineData("--urls", "ftp://127.0.0.1:80", "--urls: 'ftp://127.0.0.1:80' is not an address such as")]
    [InlineData("--urls", "http://127.0.0.1:99999", "--urls: 'http://127.0.0.1:99999' is not an address such as")]
    [InlineData("--Kestrel:Certificates:Default:Path", "/absent.crt", "Path: '/absent.crt' is not an existing file")]
    [InlineData("--Kestrel:Certificates:Default:KeyPath", "/absent.key", "Kestrel:Certificates:Default:Path: missing")]
    [InlineData("--Logging:LogLevel:Default", "Loud", "Logging:LogLevel:Default: 'Loud' is not one of Trace, Debug")]
    public void Values_that_Kestrel_would_reject_are_reported_with_their_setting(string name, string value, string line)
    {
        var fault = Assert.Throws<StartException>(() => DomainSettings.OfVerb([name, value]).RequireListenAddresses());
        Assert.Contains(line, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_in_use_is_reported_and_checking_a_free_port_does_not_occupy_it()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var urls = $"http://127.0.0.1:{FreePorts.Next()};http://127.0.0.1:{port}";

        var fault = Assert.Throws<StartException>(() => DomainSettings.OfVerb(["--urls", urls]).RequireListenAddresses());
        Assert.Equal($"--urls: 127.0.0.1:{port}: the port is in use.", fault.Message);

        taken.Stop();
        DomainSettings.OfVerb(["--urls", urls]).RequireListenAddresses();
        DomainSettings.OfVerb(["--urls", urls]).RequireListenAddresses();
    }
}

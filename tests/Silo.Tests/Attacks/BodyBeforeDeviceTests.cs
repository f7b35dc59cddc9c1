using System.Net;
using System.Net.Sockets;
using System.Text;
using KiPass.Silo.Tests.Hosting;
using KiPass.Testing;

namespace KiPass.Silo.Tests.Attacks;

public sealed class BodyBeforeDeviceTests(Registers registers)
{
    [Theory]
    [InlineData("/v1/scans")]
    [InlineData("/v1/scans/batch")]
    [InlineData("/v1/scans/undo")]
    [InlineData("/v1/visits/manual")]
    [Attack("Somebody without a device makes the register read a body")]
    public async Task Nobody_without_a_device_has_a_body_read(string path)
    {
        var register = registers.On(Store.Sqlite);
        // Announces a body and never sends it, so that a server that waits for the body does not answer.
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, register.Url.Port);
        var stream = tcp.GetStream();
        var head = $"""
            POST {path} HTTP/1.1
            Host: {register.Url.Authority}
            Authorization: Bearer kd_{new string('A', 86)}
            Content-Type: application/json
            Content-Length: 60000


            """.ReplaceLineEndings("\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));

        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 401 Unauthorized", await reader.ReadLineAsync());
    }

    [Theory]
    [InlineData("/v1/scans", "{")]
    [InlineData("/v1/scans/batch", "{\"scans\":5}")]
    [InlineData("/v1/scans/undo", "[]")]
    [InlineData("/v1/visits/manual", "{}")]
    [Attack("Somebody without a device probes how a body is checked")]
    public async Task Nobody_without_a_device_learns_how_a_body_is_checked(string path, string body)
    {
        var register = registers.On(Store.Sqlite);
        var answer = await register.Client().SendRaw(path, body);
        Assert.Equal((401, "device-unknown"), (answer.Status, answer.Code));
        var device = await register.NewDevice();
        Assert.Equal("request-malformed", (await device.Client.SendRaw(path, body)).Code);
    }
}

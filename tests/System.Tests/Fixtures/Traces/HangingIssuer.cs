using System.Net;
using System.Net.Sockets;
using KiPass.SystemTests.Traces;
using KiPass.Tokens.Keys;

namespace KiPass.SystemTests.Fixtures;

/// <summary>An issuer that takes connections and never answers: pinned at the register and the authority while it lives.</summary>
internal sealed class HangingIssuer : IDisposable
{
    public const string Name = "응답 없는 발급회사";
    private const ushort Number = 99;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly DomainFolder[] domains;

    /// <param name="data">The folder with a folder for each domain.</param>
    public HangingIssuer(string data)
    {
        listener.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        var keys = new AgreementKeys(EcJwk.Create());
        var issuer = new TrustedIssuer(Number, Name, url, keys.Public(), EcJwk.Create().Public(), EcJwk.Create().Public());
        domains = [.. new[] { "register", "authority" }.Select(domain => new DomainFolder(Path.Combine(data, domain)))];
        foreach (var domain in domains)
        {
            domain.Pin(issuer);
        }
    }

    public void Dispose()
    {
        foreach (var domain in domains)
        {
            File.Delete(Path.Combine(domain.IssuersPath, $"{Number}.json"));
        }
        listener.Dispose();
    }
}

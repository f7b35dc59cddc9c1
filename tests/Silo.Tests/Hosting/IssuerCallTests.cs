using System.Security.Cryptography.X509Certificates;
using KiPass.Grains.Traces;
using KiPass.Testing;
using KiPass.Tokens.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KiPass.Silo.Tests.Hosting;

/// <summary>What a register tells an issuer of an order goes to that issuer's server alone: its certificate is verified as a browser does.</summary>
public sealed class IssuerCallTests(Registers registers)
{
    [Fact]
    public async Task Sends_nothing_to_an_issuer_with_an_untrusted_certificate()
    {
        using var folder = new TemporaryFolder();
        using var authority = new TestAuthority(folder.Path);
        var (certificate, key) = authority.Sign("localhost");
        using var own = X509Certificate2.CreateFromPemFile(certificate, key);
        var (secure, open) = (FreePorts.Next(), FreePorts.Next());
        var arrived = 0;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenLocalhost(secure, listen => listen.UseHttps(own));
            kestrel.ListenLocalhost(open);
        });
        await using var issuer = builder.Build();
        issuer.Run(context =>
        {
            Interlocked.Increment(ref arrived);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await issuer.StartAsync();
        var client = registers.On(Store.Sqlite).Get<IIssuerTransport>();

        var refused = await client.Post(At($"https://localhost:{secure}"), "subjects", "a.b.c", default);
        Assert.Equal((IssuerResponse.Failed(IssuerFailures.Connection), 0), (refused, arrived));
        // The server itself is there.
        await client.Post(At($"http://localhost:{open}"), "subjects", "a.b.c", default);
        Assert.Equal(1, arrived);
        await issuer.StopAsync();
    }

    private static TrustedIssuer At(string url) =>
        new(7, "issuer 7", new Uri(url), new AgreementKeys(EcJwk.Create().Public()), EcJwk.Create().Public(), EcJwk.Create().Public());
}

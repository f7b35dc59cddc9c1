using KiPass.Contracts.Access;
using KiPass.Hosting.Tls;
using KiPass.Portal.Shared.Register;
using KiPass.Testing;
using KiPass.Tokens.Calls;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KiPass.Portal.Shared.Tests.Fixtures;

/// <summary>A small web server in place of a silo's portal port. Each test decides how it answers.</summary>
internal sealed class PortalPort : IAsyncDisposable
{
    public static readonly FileSigningKey Key = new(EcJwk.Create());

    private readonly WebApplication app;

    private PortalPort(WebApplication app) => this.app = app;

    /// <summary>Answers requests.</summary>
    public RequestDelegate Answers { get; set; } = _ => Task.CompletedTask;

    /// <summary>The protocols of the requests so far.</summary>
    public List<string> Protocols { get; } = [];

    public int Requests => Protocols.Count;

    public Uri Address { get; private set; } = null!;

    /// <param name="certificates">The certificates of the silo, which then accepts the owners' portal only; null for plain text.</param>
    public static async Task<PortalPort> Start(RegisterCertificates? certificates = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.ListenLocalhost(
                FreePorts.Next(),
                listen =>
                {
                    if (certificates is not null)
                    {
                        listen.UseHttps(
                            new TlsHandshakeCallbackOptions
                            {
                                OnConnection = _ => ValueTask.FromResult(certificates.Server(RegisterCertificates.NameOf("owners"))),
                            }
                        );
                    }
                }
            )
        );
        var app = builder.Build();
        var port = new PortalPort(app);
        app.Run(context =>
        {
            lock (port.Protocols)
            {
                port.Protocols.Add(context.Request.Protocol);
            }
            return port.Answers(context);
        });
        await app.StartAsync();
        port.Address = new Uri(app.Urls.First());
        return port;
    }

    /// <summary>A client of these addresses.</summary>
    public static RegisterClient Client(
        IReadOnlyList<Uri> addresses,
        RegisterCertificates? certificates = null,
        CallingPortal portal = CallingPortal.Owners,
        TimeProvider? time = null,
        ILogger<RegisterClient>? log = null
    ) =>
        new(
            portal,
            addresses,
            RegisterConnections.Create(certificates),
            new CallKey(() => Key),
            time ?? TimeProvider.System,
            log ?? NullLogger<RegisterClient>.Instance
        );

    /// <summary>The claims of a request, if its call token is authentic and covers the body.</summary>
    public static CallClaims? Claims(HttpRequest request, ReadOnlySpan<byte> body, CallingPortal portal = CallingPortal.Owners)
    {
        var token = $"{request.Headers.Authorization}".Replace("Bearer ", "", StringComparison.Ordinal);
        var name = RegisterCall.NameOf(portal);
        var claims = CallToken.Verify(token, Key.PublicKey, name, request.Method, request.Path, TimeProvider.System.GetUtcNow());
        return claims?.Covers(body) == true ? claims : null;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

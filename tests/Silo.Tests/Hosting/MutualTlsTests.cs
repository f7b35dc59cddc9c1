using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Hosting.Tls;
using KiPass.Silo.Hosting;
using KiPass.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime;

namespace KiPass.Silo.Tests.Hosting;

/// <summary>Who may connect to a register whose operator has set certificates: silos to silos, portals to their server, nobody else to either.</summary>
public sealed class MutualTlsTests(MutualTlsTests.Fixture fixture) : IClassFixture<MutualTlsTests.Fixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private TemporaryFolder Folder => fixture.Folder;

    private TestAuthority Own => fixture.Own;

    private TestAuthority Foreign => fixture.Foreign;

    private RegisterUnderTest Register => fixture.Register;

    [Fact]
    public async Task Both_silo_ports_accept_only_peers_with_valid_certificates()
    {
        // Portals, each on its own routes only.
        var device = await Register.NewDevice();
        using (var owners = Portal(CallingPortal.Owners, Own.Sign(RegisterCertificates.NameOf("owners"))))
        {
            var view = await owners.Call<IFacilityGrain>("View", CallerRole.Account, new { key = FacilityKey.Of(device.FacilityId) });
            Assert.Equal(200, view.Status);
        }
        using (var thief = Portal(CallingPortal.Authority, Own.Sign(RegisterCertificates.NameOf("owners"))))
        {
            var level = await thief.Call<IPolicyGrain>("History", CallerRole.Official, new { key = IPolicyGrain.Key });
            Assert.Equal((403, "call-not-permitted"), (level.Status, level.Code));
        }

        // Strangers.
        foreach (var port in new[] { Port("SiloPort"), Port("PortalPort") })
        {
            Assert.False(await IsGreeted(port, null), "no certificate");
            Assert.False(await IsGreeted(port, Foreign.Sign(RegisterCertificates.SiloName)), "a foreign authority");
            Assert.False(await IsGreeted(port, Own.Sign("somebody.else")), "another role");
            Assert.False(await IsGreeted(port, Own.Sign(RegisterCertificates.SiloName, lifeDays: -1)), "an expired certificate");
            Assert.False(await IsGreetedInPlainText(port), "plain text");
        }
        Assert.False(await IsGreeted(Port("SiloPort"), Own.Sign(RegisterCertificates.NameOf("owners"))), "a portal among silos");
        Assert.False(await IsGreeted(Port("PortalPort"), Foreign.Sign(RegisterCertificates.NameOf("owners"))), "a foreign portal");
        Assert.True(await IsGreeted(Port("SiloPort"), Own.Sign(RegisterCertificates.SiloName)), "a silo");

        // Another silo.
        await using var second = await RegisterApp.Create(SecondSilo(), TimeProvider.System);
        await second.StartAsync();
        var members = second.Services.GetRequiredService<IClusterMembershipService>();
        await Eventually.True(
            () => members.CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active) == 2,
            "two silos form the register"
        );
        // Facilities live on either; each call below crosses to the other for some of them.
        for (var i = 0; i < 8; i++)
        {
            var id = await Register.NewFacility();
            var facility = second.Services.GetRequiredService<IGrainFactory>().GetGrain<IFacilityGrain>(FacilityKey.Of(id));
            Assert.Equal(AnswerStatus.Done, (await facility.View(Caller.Account("owner-1"))).Status);
        }
        await second.StopAsync();
    }

    [Theory]
    [InlineData("SiloPort"), InlineData("PortalPort")]
    [Attack("An Orleans client with the certificate of a portal, under any id")]
    public async Task Nobody_learns_who_was_where_with_an_Orleans_client(string port)
    {
        var (certificate, key) = Own.Sign(RegisterCertificates.NameOf("owners"));
        var stolen = new RegisterCertificates(Own.CertificateFile, certificate, key, RegisterCertificates.NameOf("owners"));
        foreach (var secured in new[] { true, false })
        {
            var builder = Host.CreateApplicationBuilder();
            builder.Logging.ClearProviders();
            using var client = builder
                .UseOrleansClient(orleans =>
                {
                    orleans.UseLocalhostClustering(Port(port), "kipass", "kipass");
                    if (secured)
                    {
                        orleans.Configure<ClientConnectionOptions>(options => options.ConfigureConnection(inner => inner.CallWith(stolen)));
                    }
                    orleans.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5));
                })
                .Build();
            await Assert.ThrowsAnyAsync<Exception>(() => client.StartAsync().WaitAsync(TimeSpan.FromSeconds(6)));
        }
    }

    [Fact]
    public void Reloads_complete_certificate_pairs_without_a_restart()
    {
        var (certificate, key) = Own.Sign(RegisterCertificates.SiloName);
        var certificates = new RegisterCertificates(Own.CertificateFile, certificate, key, RegisterCertificates.SiloName);
        var before = Serial(certificates);
        var renewed = Own.Sign(RegisterCertificates.SiloName);
        File.WriteAllText(certificate, "half a certif");
        File.SetLastWriteTimeUtc(certificate, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(before, Serial(certificates));
        File.Copy(renewed.Certificate, certificate, overwrite: true);
        File.Copy(renewed.Key, key, overwrite: true);
        // A copy keeps the time of its source, which can be the same tick of the clock as that of the first certificate.
        File.SetLastWriteTimeUtc(certificate, new DateTime(2030, 1, 2, 0, 0, 0, DateTimeKind.Utc));
        Assert.NotEqual(before, Serial(certificates));

        static string Serial(RegisterCertificates certificates) =>
            ((X509Certificate2)certificates.Server(RegisterCertificates.SiloName).ServerCertificate!).SerialNumber;
    }

    [Theory]
    [InlineData("no authority")]
    [InlineData("another role")]
    [InlineData("a foreign authority")]
    [InlineData("an expired certificate")]
    [InlineData("another's key")]
    [InlineData("a key missing")]
    public async Task Reports_unusable_certificates_in_one_line_and_does_not_start(string what)
    {
        var (certificate, key) = what switch
        {
            "another role" => Own.Sign(RegisterCertificates.NameOf("owners")),
            "a foreign authority" => Foreign.Sign(RegisterCertificates.SiloName),
            "an expired certificate" => Own.Sign(RegisterCertificates.SiloName, lifeDays: -1),
            "another's key" => (Own.Sign(RegisterCertificates.SiloName).Certificate, Own.Sign(RegisterCertificates.SiloName).Key),
            _ => Own.Sign(RegisterCertificates.SiloName),
        };
        string[] settings = Settings(Own, (certificate, what == "a key missing" ? Folder["absent.key"] : key));
        if (what == "no authority")
        {
            settings[1] = Folder["absent.crt"];
        }
        string[] arguments =
        [
            .. Register.Arguments.TakeWhile(argument => !argument.StartsWith("--Register:Tls", StringComparison.Ordinal)),
            .. settings,
        ];
        Replace(arguments, "--Register:SiloPort", FreePorts.Next());
        Replace(arguments, "--Register:PortalPort", FreePorts.Next());
        var process = await SiloProcess.Run(arguments);
        Assert.Equal(2, process.ExitCode);
        var line = Assert.Single(process.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Register:Tls", line, StringComparison.Ordinal);
    }

    private static string[] Settings(TestAuthority authority, (string Certificate, string Key) files) =>
        [
            "--Register:Tls:Authority",
            authority.CertificateFile,
            "--Register:Tls:Certificate",
            files.Certificate,
            "--Register:Tls:Key",
            files.Key,
        ];

    private string[] SecondSilo()
    {
        string[] arguments = [.. Register.Arguments];
        Replace(arguments, "--Register:SiloPort", FreePorts.Next());
        Replace(arguments, "--Register:PortalPort", FreePorts.Next());
        return arguments;
    }

    private static void Replace(string[] arguments, string name, int port) => arguments[Array.IndexOf(arguments, name) + 1] = $"{port}";

    private int Port(string name) => int.Parse(Register.Arguments[Array.IndexOf(Register.Arguments, $"--Register:{name}") + 1]);

    private PortalUnderTest Portal(CallingPortal portal, (string Certificate, string Key) files) =>
        new(Register, portal, Handler(files, RegisterCertificates.NameOf("owners")));

    private SocketsHttpHandler Handler((string Certificate, string Key) files, string role) =>
        new()
        {
            SslOptions = new RegisterCertificates(Own.CertificateFile, files.Certificate, files.Key, role).Client(),
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };

    // A silo that lets somebody in greets them first; whom it refuses it hangs up on. The portals' server waits for a request.
    private static async Task<bool> IsGreeted(int port, (string Certificate, string Key)? files)
    {
        using var socket = await Connect(port);
        await using var tls = new SslStream(
            new NetworkStream(socket),
            leaveInnerStreamOpen: false,
            (_, silo, _, _) => silo?.Subject.Contains("register", StringComparison.Ordinal) == true
        );
        using var certificate = files is { } own ? X509Certificate2.CreateFromPemFile(own.Certificate, own.Key) : null;
        try
        {
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = RegisterCertificates.SiloName,
                EnabledSslProtocols = SslProtocols.Tls13,
                ClientCertificateContext = certificate is null
                    ? null
                    : SslStreamCertificateContext.Create(certificate, null, offline: true),
            };
            await tls.AuthenticateAsClientAsync(options).WaitAsync(Patience);
            return await tls.ReadAsync(new byte[16]).AsTask().WaitAsync(Patience) > 0;
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return false;
        }
    }

    private static async Task<bool> IsGreetedInPlainText(int port)
    {
        using var socket = await Connect(port);
        await using var stream = new NetworkStream(socket);
        try
        {
            await stream.WriteAsync("a preamble without any encryption, long enough for a record"u8.ToArray());
            var answer = new byte[64];
            var length = await stream.ReadAsync(answer).AsTask().WaitAsync(Patience);
            // A TLS alert (content type 21, RFC 8446) is no greeting.
            return length > 0 && answer[0] != 21;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<Socket> Connect(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    /// <summary>One register whose operator has set certificates, and an authority that it does not know.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        internal TemporaryFolder Folder { get; } = new();

        internal TestAuthority Own { get; private set; } = null!;

        internal TestAuthority Foreign { get; private set; } = null!;

        internal RegisterUnderTest Register { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Own = new TestAuthority(Folder["own"]);
            Foreign = new TestAuthority(Folder["foreign"]);
            Register = await RegisterUnderTest.Start(Store.Postgres, settings: Settings(Own, Own.Sign(RegisterCertificates.SiloName)));
        }

        public async ValueTask DisposeAsync()
        {
            await Register.DisposeAsync();
            Own.Dispose();
            Foreign.Dispose();
            Folder.Dispose();
        }
    }
}

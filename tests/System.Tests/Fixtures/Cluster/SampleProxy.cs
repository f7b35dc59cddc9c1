using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KiPass.SystemTests.Cluster;
using KiPass.Testing;

namespace KiPass.SystemTests.Fixtures;

/// <summary>Debian's nginx with <c>deploy/nginx/kipass.conf</c> as it stands, but for addresses, ports and certificates.</summary>
[Needs("nginx-light")]
internal sealed class SampleProxy : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private Process? process;

    /// <summary>HTTPS; the names of the sample lead here.</summary>
    public int Port { get; } = FreePorts.Next();

    public Uri Register => new("https://register.example.kr/");

    public Uri Owners => new($"https://owners.example.kr:{Port}/");

    /// <summary>Leads every request to this proxy, as DNS would.</summary>
    public SocketsHttpHandler Way() =>
        new()
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=example",
            },
            UseCookies = false,
            AllowAutoRedirect = false,
        };

    /// <summary>Every configuration of the folder passes <c>nginx -t</c>.</summary>
    public static async Task<string> Check(string name)
    {
        await using var proxy = new SampleProxy();
        await proxy.Write(name, new Dictionary<string, string>());
        var (exitCode, output) = await proxy.Nginx("-t");
        return exitCode == 0 ? "" : output;
    }

    /// <param name="servers">Addresses of the sample, and what stands for them here.</param>
    public static async Task<SampleProxy> Start(IReadOnlyDictionary<string, string> servers)
    {
        var proxy = new SampleProxy();
        await proxy.Write("kipass.conf", servers);
        proxy.process = Process.Start(proxy.Prepare("-g", "daemon off;"))!;
        await Eventually.True(proxy.Answers, "nginx answers");
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            await Nginx("-s", "stop");
            await process.WaitForExitAsync();
        }
        process?.Dispose();
        folder.Dispose();
    }

    private async Task Write(string name, IReadOnlyDictionary<string, string> servers)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(KiPassStack.Root, "deploy", "nginx", name));
        foreach (var (sample, here) in servers)
        {
            Assert.Contains(sample, text, StringComparison.Ordinal);
            text = text.Replace(sample, here, StringComparison.Ordinal);
        }
        text = text.Replace("listen 443 ssl", $"listen 127.0.0.1:{Port} ssl", StringComparison.Ordinal)
            .Replace("listen 80;", $"listen 127.0.0.1:{FreePorts.Next()};", StringComparison.Ordinal)
            .Replace("/var/log/nginx", folder.Path, StringComparison.Ordinal)
            .Replace("/etc/ssl/kipass", folder.Path, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder["kipass.conf"], text);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=example", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            now.AddDays(-1),
            now.AddDays(1)
        );
        foreach (var server in new[] { "register", "owners", "issuer", "officials" })
        {
            await File.WriteAllTextAsync(folder[$"{server}.crt"], certificate.ExportCertificatePem());
            await File.WriteAllTextAsync(folder[$"{server}.key"], key.ExportPkcs8PrivateKeyPem());
        }
        await File.WriteAllTextAsync(
            folder["nginx.conf"],
            $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            worker_processes 1;
            pid {{folder["nginx.pid"]}};
            events {}
            http {
                client_body_temp_path {{folder["body"]}};
                proxy_temp_path {{folder["proxy"]}};
                fastcgi_temp_path {{folder["fastcgi"]}};
                uwsgi_temp_path {{folder["uwsgi"]}};
                scgi_temp_path {{folder["scgi"]}};
                include {{folder["kipass.conf"]}};
            }
            """
        );
    }

    private ProcessStartInfo Prepare(params string[] arguments) =>
        new("nginx", ["-c", folder["nginx.conf"], "-e", folder["start.log"], .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };

    private async Task<(int ExitCode, string Output)> Nginx(params string[] arguments)
    {
        using var nginx = Process.Start(Prepare(arguments))!;
        var output = nginx.StandardOutput.ReadToEndAsync();
        var errors = await nginx.StandardError.ReadToEndAsync();
        await nginx.WaitForExitAsync();
        return (nginx.ExitCode, await output + errors);
    }

    private async Task<bool> Answers()
    {
        if (process!.HasExited)
        {
            throw new InvalidOperationException($"nginx ended: {await File.ReadAllTextAsync(folder["start.log"])}");
        }
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

using System.Net;
using System.Text;
using KiPass.Cli.Tls;

namespace KiPass.Cli.Up;

/// <summary>
/// Serves a page over plain HTTP, because a phone does not trust our certificate yet. It shows the authority's certificate, its
/// fingerprint to compare, the installation steps and the next address. It is public and contains no secrets.
/// </summary>
internal sealed class InstallPage(LocalAuthority authority, UpSettings settings) : IDisposable
{
    /// <summary>Path of the certificate. Every other path returns the page.</summary>
    private const string CertificatePath = "/kipass-ca.crt";

    private readonly HttpListener listener = new();

    /// <summary>Serves requests until stopped.</summary>
    public async Task Serve(CancellationToken cancellationToken)
    {
        // Like the services, reachable from other machines only if a host is given.
        listener.Prefixes.Add($"http://{(settings.Host is null ? "localhost" : "*")}:{settings.InstallPort}/");
        listener.Start();
        using var stop = cancellationToken.Register(listener.Stop);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await Answer(await listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                // The phone disconnected, or the program is stopping.
            }
        }
    }

    public void Dispose() => listener.Close();

    private async Task Answer(HttpListenerContext context)
    {
        var isCertificate = context.Request.Url?.AbsolutePath == CertificatePath;
        var bytes = isCertificate ? await File.ReadAllBytesAsync(authority.AuthorityFile) : Encoding.UTF8.GetBytes(Page());
        context.Response.ContentType = isCertificate ? "application/x-x509-ca-cert" : "text/html; charset=utf-8";
        context.Response.ContentLength64 = bytes.Length;
        if (context.Request.HttpMethod != "HEAD")
        {
            await context.Response.OutputStream.WriteAsync(bytes);
        }
        context.Response.Close();
    }

    private string Page()
    {
        using var stream = typeof(InstallPage).Assembly.GetManifestResourceStream("InstallPage.html")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader
            .ReadToEnd()
            .Replace("{fingerprint}", authority.Fingerprint, StringComparison.Ordinal)
            .Replace("{visitor}", settings.IssuerUrl.ToString(), StringComparison.Ordinal)
            .Replace("{scanner}", new Uri(settings.RegisterUrl, "/scanner/").ToString(), StringComparison.Ordinal)
            .Replace("{owners}", settings.OwnersUrl.ToString(), StringComparison.Ordinal);
    }
}

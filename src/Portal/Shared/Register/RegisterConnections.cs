using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using KiPass.Hosting.Tls;

namespace KiPass.Portal.Shared.Register;

/// <summary>Pooled connections to the register's portal ports: HTTP/2 over mutual TLS, or HTTP/1.1 in plain text on one machine.</summary>
public static class RegisterConnections
{
    private const int MaxHeaderKilobytes = 16;
    private const int MaxConnections = 32;

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(2);

    // A renewed certificate applies to new connections only.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingPatience = TimeSpan.FromSeconds(5);

    /// <param name="certificates">The portal's certificate; null for plain text.</param>
    public static HttpMessageInvoker Create(RegisterCertificates? certificates) =>
        new(
            new SocketsHttpHandler
            {
                ActivityHeadersPropagator = null,
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectCallback = (context, cancellationToken) => Connect(context.DnsEndPoint, certificates, cancellationToken),
                ConnectTimeout = ConnectPatience,
                EnableMultipleHttp2Connections = true,
                KeepAlivePingDelay = PingInterval,
                KeepAlivePingTimeout = PingPatience,
                MaxConnectionsPerServer = MaxConnections,
                MaxResponseDrainSize = 0,
                MaxResponseHeadersLength = MaxHeaderKilobytes,
                PooledConnectionLifetime = Lifetime,
                UseCookies = false,
                UseProxy = false,
            }
        );

    /// <summary>Whether a request certainly did not reach a server, because no connection could be made.</summary>
    public static bool IsUnconnected(Exception failure) =>
        failure
            is HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError
                        or HttpRequestError.NameResolutionError
                        or HttpRequestError.SecureConnectionError
                }
                // HttpClient reports an expired ConnectTimeout in this form.
                or OperationCanceledException { InnerException: TimeoutException };

    private static async ValueTask<Stream> Connect(
        DnsEndPoint address,
        RegisterCertificates? certificates,
        CancellationToken cancellationToken
    )
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream stream;
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            stream = new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        return certificates is null ? stream : await Secure(stream, certificates, cancellationToken);
    }

    // HttpClient uses an SslStream as it is. Its own handshake would verify the host of the address, not the role.
    private static async Task<Stream> Secure(Stream plain, RegisterCertificates certificates, CancellationToken cancellationToken)
    {
        var tls = new SslStream(plain);
        try
        {
            var options = certificates.Client();
            options.ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];
            await tls.AuthenticateAsClientAsync(options, cancellationToken);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }
}

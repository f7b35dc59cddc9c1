using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;

namespace KiPass.Hosting.Tls;

/// <summary>TLS for Orleans connections between silos. Failed handshakes never reach Orleans.</summary>
public static class TlsConnections
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Adds TLS to incoming connections.</summary>
    /// <param name="roles">Roles that this port accepts.</param>
    public static void AnswerWith(this IConnectionBuilder connections, RegisterCertificates certificates, params string[] roles) =>
        connections.Secure((tls, deadline) => tls.AuthenticateAsServerAsync(certificates.Server(roles), deadline));

    /// <summary>Adds TLS to outgoing connections to a silo.</summary>
    public static void CallWith(this IConnectionBuilder connections, RegisterCertificates certificates) =>
        connections.Secure((tls, deadline) => tls.AuthenticateAsClientAsync(certificates.Client(), deadline));

    private static void Secure(this IConnectionBuilder connections, Func<SslStream, CancellationToken, Task> shakeHands) =>
        connections.Use(next => connection => Run(connection, next, shakeHands));

    private static async Task Run(
        ConnectionContext connection,
        ConnectionDelegate next,
        Func<SslStream, CancellationToken, Task> shakeHands
    )
    {
        var plain = connection.Transport;
        var tls = new SslStream(new PipeStream(plain), leaveInnerStreamOpen: true);
        await using (tls)
        {
            try
            {
                using var deadline = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
                deadline.CancelAfter(Patience);
                await shakeHands(tls, deadline.Token);
            }
            catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException)
            {
                // An untrusted or expired certificate, or no TLS at all. Orleans logs it with the connection.
                connection.Abort(new ConnectionAbortedException("The TLS handshake failed.", e));
                return;
            }
            var secured = new SecuredPipe(tls);
            try
            {
                connection.Transport = secured;
                await next(connection);
            }
            finally
            {
                connection.Transport = plain;
                await secured.Input.CompleteAsync();
                await secured.Output.CompleteAsync();
            }
        }
    }

    private sealed class SecuredPipe(SslStream tls) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(tls, new StreamPipeReaderOptions(bufferSize: 16 * 1024, leaveOpen: true));

        public PipeWriter Output { get; } = PipeWriter.Create(tls, new StreamPipeWriterOptions(leaveOpen: true));
    }
}

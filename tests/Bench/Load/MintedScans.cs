using System.Security.Cryptography;
using System.Text;
using KiPass.Bench.Running;
using KiPass.Tokens.Passes;

namespace KiPass.Bench.Load;

/// <summary>
/// Makes codes as phones do, from tickets that they hold with their keys, and writes complete HTTP requests for them, all of one length, so that
/// a load generator only copies bytes.
/// </summary>
internal sealed class MintedScans
{
    private readonly HeldTickets tickets;
    private readonly byte[][] templates;
    private readonly int scanIdAt;
    private readonly int passAt;
    private readonly int scannedAtAt;
    private int next;

    /// <param name="keys">The issuer's channel keys.</param>
    /// <param name="deviceTokens">Bearer tokens, all of one length; scans are spread over them in turn.</param>
    public MintedScans(ChannelKeyring keys, ushort issuer, IReadOnlyList<string> deviceTokens)
    {
        tickets = new HeldTickets(keys, issuer);
        const string Body = """{"scanId":"00000000-0000-4000-8000-000000000000","pass":"@","scannedAt":"2020-06-12T10:00:00.000Z"}""";
        var body = Body.Replace("@", new string('P', PassSealer.TextLength), StringComparison.Ordinal);
        templates =
        [
            .. deviceTokens.Select(token =>
                Encoding.ASCII.GetBytes(
                    $"POST /v1/scans HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
                        + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"
                )
            ),
        ];
        RequestBytes = templates[0].Length;
        if (templates.Any(t => t.Length != RequestBytes))
        {
            throw new ArgumentException("Device tokens differ in length.", nameof(deviceTokens));
        }
        var bodyAt = RequestBytes - body.Length;
        scanIdAt = bodyAt + body.IndexOf("00000000-0000", StringComparison.Ordinal);
        passAt = bodyAt + body.IndexOf("PPP", StringComparison.Ordinal);
        scannedAtAt = bodyAt + body.IndexOf("2020-06-12", StringComparison.Ordinal);
    }

    /// <summary>Scans for each silo of a register, from all of its devices.</summary>
    public static IReadOnlyList<MintedScans> For(BenchRegister register) =>
        [
            .. register.Silos.Select(_ => new MintedScans(
                register.IssuerKeys,
                BenchRegister.Issuer,
                [.. register.Devices.Select(device => device.Token)]
            )),
        ];

    /// <summary>Bytes of each request.</summary>
    public int RequestBytes { get; }

    /// <summary>Writes one request for a fresh token in the slot of <paramref name="now"/>.</summary>
    public void Write(Span<byte> destination, DateTimeOffset now)
    {
        templates[next++ % templates.Length].CopyTo(destination);
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        var scanId = new Guid(random);
        scanId.TryFormat(destination[scanIdAt..], out _, "D");
        tickets.SealNext(now.ToUnixTimeSeconds(), destination[passAt..]);
        now.UtcDateTime.TryFormat(
            destination[scannedAtAt..],
            out _,
            "yyyy-MM-ddTHH:mm:ss.fffZ",
            System.Globalization.CultureInfo.InvariantCulture
        );
    }
}

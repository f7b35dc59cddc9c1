using System.Security.Cryptography;
using System.Text;
using KiPass.Tokens.Passes;
using Microsoft.AspNetCore.Http;

namespace KiPass.Bench.Scan.Baselines;

/// <summary>The body of <c>POST /v1/scans</c> as a user of ASP.NET would declare it.</summary>
internal sealed record ScanRequest(Guid ScanId, string Pass, DateTimeOffset ScannedAt);

/// <summary>The answer.</summary>
internal sealed record ScanAnswer(string Result, Guid ScanId, DateTimeOffset EnteredAt, bool Repeated);

/// <summary>A device that is known.</summary>
internal sealed record KnownDevice(Guid DeviceId, Guid FacilityId);

/// <summary>What every baseline does before it stores: the same device check (by SHA-256 of the token) and the same opening of the pass.</summary>
internal sealed class BaselineDoor(ChannelKeyring keys, IEnumerable<string> deviceTokens, TimeProvider time)
{
    private readonly Dictionary<string, KnownDevice> devices = deviceTokens.ToDictionary(
        Hash,
        _ => new KnownDevice(Guid.NewGuid(), Guid.NewGuid())
    );

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The device and the pass, or the answer that refuses.</summary>
    public IResult? Refuse(HttpContext context, ScanRequest request, out KnownDevice device, out Pass pass)
    {
        pass = default;
        device = null!;
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal) || !devices.TryGetValue(Hash(header["Bearer ".Length..]), out device!))
        {
            return Problem(401, "device-unknown");
        }
        if (PassOpener.Open(request.Pass, keys, out pass) != PassVerdict.Opened)
        {
            return Problem(422, "pass-not-authentic");
        }
        return pass.At(request.ScannedAt) == PassTiming.Valid ? null : Problem(410, "pass-expired");
    }

    public static IResult Accepted(ScanRequest request) =>
        Results.Json(new ScanAnswer("accepted", request.ScanId, request.ScannedAt, false));

    public static IResult AlreadyUsed() => Problem(409, "pass-already-used");

    private static IResult Problem(int status, string code) =>
        Results.Problem(statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });

    private static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

using System.ComponentModel.DataAnnotations;
using KiPass.Grains.Database;
using KiPass.Grains.Policy;
using KiPass.Grains.Visits;
using KiPass.Hosting.Problems;
using KiPass.Silo.Devices;
using KiPass.Silo.Health;
using KiPass.Silo.Json;
using KiPass.Silo.Problems;
using KiPass.Silo.Scans;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KiPass.Silo.Visits;

/// <summary>A visitor without a phone (수기명부).</summary>
/// <param name="ScanId">Created by the device for each visit, and reused for retries.</param>
/// <param name="Sealed">Compact JWE (RFC 7516) to the authority's encryption key; the register cannot open it.</param>
/// <param name="EnteredAt">Entry time, by the register's clock.</param>
public sealed record ManualVisitRequest(
    [property: Required] SentId? ScanId,
    [property: Required, StringLength(ManualVisitRequest.MaxSealedLength), RegularExpression(ManualVisitRequest.CompactJwe)] string? Sealed,
    [property: Required] DateTimeOffset? EnteredAt
)
{
    /// <summary>Longest sealed text; 512 padded bytes and a device's signature make about 1,500 characters.</summary>
    internal const int MaxSealedLength = 2048;

    /// <summary>Pattern of five base64url parts, so that the register never stores plain text.</summary>
    internal const string CompactJwe = @"ey[A-Za-z0-9_-]*(\.[A-Za-z0-9_-]*){4}";
}

/// <summary><c>POST /v1/visits/manual</c>: stores a paper visit, sealed in the scanner; at most 24 h old, and within <see cref="PaperQuota"/>.</summary>
internal static class ManualVisitEndpoint
{
    public static async Task<Results<Ok<ScanAccepted>, ProblemResult>> Post(
        HttpContext context,
        ManualVisitRequest request,
        PolicyCache policy,
        IVisitLog log,
        ReceiptClock clock
    )
    {
        if (!clock.TryRead(out var receivedAt, out var refusal))
        {
            return refusal;
        }
        var (scanId, enteredAt) = (request.ScanId!.Value, request.EnteredAt!.Value);
        if (ScanTime.IsAhead(enteredAt, receivedAt))
        {
            return RegisterProblems.RequestMalformed.ToResult(ProblemExtension.Member("enteredAt"));
        }
        if ((await policy.Current()).CollectionEndedAt(enteredAt))
        {
            return RegisterProblems.CollectionEnded.ToResult();
        }
        if (ScanTime.IsTooOld(enteredAt, receivedAt, ScanTime.OldestQueued))
        {
            return RegisterProblems.PassExpired.ToResult();
        }
        var device = context.Device();
        var visit = new PaperVisit(device.FacilityId, device.DeviceId, scanId, request.Sealed!, ScanTime.Kept(enteredAt), receivedAt);
        var recording = await log.Append(visit, CancellationToken.None);
        var verdict = recording.VerdictOn(scanId, device.DeviceId);
        return verdict.Status.Problem() is { } problem
            ? problem.ToResult(recording.RetryAfter)
            : TypedResults.Ok(new ScanAccepted(scanId, verdict.EnteredAt, verdict.Repeated));
    }
}

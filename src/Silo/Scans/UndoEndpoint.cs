using System.ComponentModel.DataAnnotations;
using KiPass.Grains.Visits;
using KiPass.Hosting.Problems;
using KiPass.Silo.Devices;
using KiPass.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KiPass.Silo.Scans;

/// <summary>The scan to undo.</summary>
/// <param name="ScanId">The id that the device gave the scan.</param>
/// <param name="Pass">The text that was scanned.</param>
public sealed record UndoRequest(
    [property: Required] Guid? ScanId,
    [property: Required(AllowEmptyStrings = true), Text(ScanRequest.MaxPassLength)] string? Pass
)
{
    /// <summary>Redacted, so that a pass cannot reach a log.</summary>
    public override string ToString() => nameof(UndoRequest);
}

/// <summary>A visit that was voided.</summary>
internal sealed record ScanVoided
{
    /// <summary>Always `voided`.</summary>
    [AllowedValues("voided")]
    public string Result { get; } = "voided";
}

/// <summary><c>POST /v1/scans/undo</c>: for a visitor who did not enter after all; the same device, within 5 minutes. The token stays spent.</summary>
internal static class UndoEndpoint
{
    public static async Task<Results<Ok<ScanVoided>, ProblemResult>> Post(
        HttpContext context,
        UndoRequest request,
        ScanService scans,
        TimeProvider time
    )
    {
        var status = scans.Open(request.Pass!, out var pass);
        if (status == ScanStatus.Accepted)
        {
            status = await scans.Void(TokenKey.Of(pass), request.ScanId!.Value, context.Device().DeviceId, time.GetUtcNow());
        }
        return status.Problem() is { } problem ? problem.ToResult() : TypedResults.Ok(new ScanVoided());
    }
}

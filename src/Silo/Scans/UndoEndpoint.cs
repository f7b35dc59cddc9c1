using System.ComponentModel.DataAnnotations;
using KiPass.Grains.Visits;
using KiPass.Hosting.Problems;
using KiPass.Silo.Devices;
using KiPass.Silo.Health;
using KiPass.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KiPass.Silo.Scans;

/// <summary>The scan to undo.</summary>
/// <param name="ScanId">Scan ID from the device.</param>
/// <param name="Pass">The scanned text.</param>
public sealed record UndoRequest(
    [property: Required] Guid? ScanId,
    [property: Required(AllowEmptyStrings = true), Text(ScanRequest.MaxPassLength)] string? Pass
)
{
    /// <summary>Redacted, so that a pass cannot reach a log.</summary>
    public override string ToString() => nameof(UndoRequest);
}

/// <summary>A voided visit.</summary>
internal sealed record ScanVoided
{
    /// <summary>Always `voided`.</summary>
    [AllowedValues("voided")]
    public string Result { get; } = "voided";
}

/// <summary>
/// <c>POST /v1/scans/undo</c>: voids a visit if the visitor did not enter. Requires the same device within 5 minutes. The token stays
/// spent.
/// </summary>
internal static class UndoEndpoint
{
    public static async Task<Results<Ok<ScanVoided>, ProblemResult>> Post(
        HttpContext context,
        UndoRequest request,
        ScanService scans,
        ReceiptClock clock
    )
    {
        if (!clock.TryRead(out var receivedAt, out var refusal))
        {
            return refusal;
        }
        var status = scans.Open(request.Pass!, out var pass);
        if (status == ScanStatus.Accepted)
        {
            status = await scans.Void(TokenKey.Of(pass), request.ScanId!.Value, context.Device().DeviceId, receivedAt);
        }
        return status.Problem() is { } problem ? problem.ToResult() : TypedResults.Ok(new ScanVoided());
    }
}

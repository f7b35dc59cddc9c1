using KiPass.Hosting.Problems;
using KiPass.Silo.Devices;
using KiPass.Silo.Documents;
using KiPass.Silo.Json;
using static KiPass.Silo.Problems.RegisterProblems;

namespace KiPass.Silo.Scans;

/// <summary>Routes for devices that scan passes. Each checks in the same order: the device, the request, the pass, single use.</summary>
internal static class ScanRoutes
{
    private const string Tag = "Scans";
    private const string ExamplePass = "KP2:700ZBA11AP81HAR8GE93T9E5:ON:BHJR05+EN.8Z6S63KY:03ZT";

    private static readonly ScanRequest ExampleRequest = new(Examples.ScanId, ExamplePass, Examples.Instant);

    public static void AddScans(this IServiceCollection services)
    {
        services.AddSingleton<ScanMetrics>();
        services.AddSingleton<ScanProcessor>();
        services.AddSingleton<ScanEndpoint>();
        services.AddSingleton<BatchEndpoint>();
    }

    /// <summary>
    /// The two hot routes use plain request delegates to avoid the framework's binding, filters and serialization. They validate what they
    /// read, so the framework's validation, which would wrap them in a filter, is off.
    /// </summary>
    public static void MapScans(this IEndpointRouteBuilder routes)
    {
        var accepted = new ScanAccepted(Examples.ScanId, Examples.Instant, Repeated: false);
        routes
            .MapPost("/v1/scans", routes.ServiceProvider.GetRequiredService<ScanEndpoint>().Post)
            .DisableValidation()
            .WithTags(Tag)
            .WithName("scan")
            .WithSummary("Record one entry. Safe to repeat with the same scanId.")
            .WithDescription(
                "`scannedAt` is at most 60 s old and at most 5 s ahead; it decides whether the pass is valid. Answered only after the visit is "
                    + "committed. The same token, `scanId` and device again is answered as the first time with `repeated: true`, also after the "
                    + "pass has expired. A device may send 50 scans a second with bursts of 500."
            )
            .DescribeHandler<ScanRequest, ScanAccepted>(typeof(ScanEndpoint).GetMethod(nameof(ScanEndpoint.Post))!)
            .WithExample(ExampleRequest, accepted, "Stored.")
            .DescribeDevice()
            .ProducesProblems(RequestMalformed, PassMalformed, CollectionEnded, PassAlreadyUsed, VisitUndone, PassExpired)
            .ProducesProblems(RequestTooLarge, PassNotAuthentic, PassNotYetValid, VisitUnconfirmed);
        routes
            .MapPost("/v1/scans/batch", routes.ServiceProvider.GetRequiredService<BatchEndpoint>().Post)
            .DisableValidation()
            .WithTags(Tag)
            .WithName("scanBatch")
            .WithSummary("Record the scans that a device queued through an outage.")
            .WithDescription(
                "At most 500 scans and 256 KiB; each at most 24 h old. Answered in order; an entry that is refused has a `code` of this "
                    + "catalogue and does not stop the others."
            )
            .DescribeHandler<ScanBatchRequest, ScanBatchResults>(typeof(BatchEndpoint).GetMethod(nameof(BatchEndpoint.Post))!)
            .WithExample(
                new ScanBatchRequest([ExampleRequest]),
                new ScanBatchResults([accepted, new ScanRefused(Examples.OtherScanId, PassAlreadyUsed.Code)]),
                "Processed, in order."
            )
            .DescribeDevice()
            .ProducesProblems(RequestMalformed, RequestTooLarge);
    }

    public static void MapUndo(this IEndpointRouteBuilder devices) =>
        devices
            .MapPost("/v1/scans/undo", UndoEndpoint.Post)
            .WithTags(Tag)
            .WithName("undoScan")
            .WithSummary("Undo an entry of this device, within 5 minutes.")
            .WithDescription("The visit is voided; its token stays spent. Safe to repeat.")
            .WithExample(new UndoRequest(Examples.ScanId, ExamplePass), new ScanVoided(), "Voided.")
            .ReadsJson()
            .ProducesProblems(PassMalformed, PassNotAuthentic, VisitUnknown, VisitUnconfirmed);
}

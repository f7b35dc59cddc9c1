using KiPass.Hosting.Problems;
using KiPass.Silo.Documents;
using KiPass.Silo.Json;
using KiPass.Silo.Scans;
using static KiPass.Silo.Problems.RegisterProblems;

namespace KiPass.Silo.Visits;

/// <summary>Routes for visits without a pass.</summary>
internal static class VisitRoutes
{
    public static void MapManualVisits(this IEndpointRouteBuilder devices) =>
        devices
            .MapPost("/v1/visits/manual", ManualVisitEndpoint.Post)
            .WithTags("Visits")
            .WithName("manualVisit")
            .WithSummary("Record a visitor without a phone (수기명부).")
            .WithDescription(
                "`sealed` is a compact JWE to the authority's key from `GET /v1/facility`; the register cannot open it. At most 24 h old; at "
                    + "most 120 an hour for a device and 1,000 in 24 h for a facility. Safe to repeat with the same `scanId`."
            )
            .WithExample(
                new ManualVisitRequest(
                    Examples.ScanId,
                    "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTI1NkdDTSJ9..aXY.Y2lwaGVydGV4dA.dGFn",
                    Examples.Instant
                ),
                new ScanAccepted(Examples.ScanId, Examples.Instant, Repeated: false),
                "Stored."
            )
            .ReadsJson()
            .ProducesProblems(CollectionEnded, PassExpired, VisitUnconfirmed);
}

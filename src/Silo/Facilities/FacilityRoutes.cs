using KiPass.Silo.Documents;

namespace KiPass.Silo.Facilities;

/// <summary>Routes for a device's facility.</summary>
internal static class FacilityRoutes
{
    public static void AddFacilities(this IServiceCollection services) => services.AddSingleton<TodayCount>();

    public static void MapFacility(this IEndpointRouteBuilder devices) =>
        devices
            .MapGet("/v1/facility", FacilityEndpoint.Get)
            .WithTags("Facility")
            .WithName("facility")
            .WithSummary("What the scanner shows: its facility and zone, today's count, the capacity, the authority's key, the time.")
            .WithDescription("`todayCount` is of the Korean day: visits that were not voided, and paper visits; at most 2 s old.")
            .WithExample(
                null,
                new FacilityAnswer(Examples.FacilityId, Examples.FacilityName, "2층 홀", 128, 250, Examples.Key, [], Examples.Instant),
                "The facility."
            );
}

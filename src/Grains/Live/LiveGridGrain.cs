using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Live;
using Orleans.Concurrency;

namespace KiPass.Grains.Live;

/// <summary>
/// The scans of the last minute of all silos. Two small messages a second from each silo fill it, so that one grain is enough for the nation.
/// It has no stored state: on another silo it is complete again after a minute.
/// </summary>
[Reentrant]
internal sealed class LiveGridGrain(TimeProvider time) : Grain, ILiveGridGrain, ILiveReports
{
    // A portal asks once a second while somebody watches.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private const int MaxFacilities = 50_000;

    private readonly Dictionary<string, MinuteWindow> districts = [];
    private readonly Dictionary<string, DateTimeOffset> watched = [];
    private readonly Dictionary<Guid, (FacilityScans Facility, MinuteWindow Window)> facilities = [];

    private DateTimeOffset Now => time.GetUtcNow();

    private long Second => Now.ToUnixTimeSeconds();

    public ValueTask<Answer<LiveGrid>> Watch(Caller caller, Jurisdiction region)
    {
        if (
            caller.Role is not (CallerRole.Official or CallerRole.Approver)
            || string.IsNullOrEmpty(caller.AccountId)
            || !caller.Jurisdiction.Covers(region)
            || !IsRegion(region.Code)
        )
        {
            return ValueTask.FromResult<Answer<LiveGrid>>(AnswerStatus.Refused);
        }
        if (region.Code.Length == 5)
        {
            watched[region.Code] = Now + Lease;
        }
        ImmutableArray<LiveTile> tiles = region.Code.Length == 5 ? OfFacilities(region.Code) : OfRegions(region.Code);
        return ValueTask.FromResult<Answer<LiveGrid>>(new LiveGrid(Now, tiles));
    }

    public ValueTask<ImmutableArray<string>> Report(ImmutableArray<DistrictScans> reported, ImmutableArray<FacilityScans> scanned)
    {
        foreach (var (district, accepted, refused) in reported)
        {
            if (Districts.Find(district) is not null)
            {
                Window(district).Add(Second, accepted, refused);
            }
        }
        Forget();
        foreach (var facility in scanned.Where(facility => watched.ContainsKey(facility.District)))
        {
            if (facilities.TryGetValue(facility.Id, out var known) || facilities.Count < MaxFacilities)
            {
                var window = known.Window ?? new MinuteWindow();
                window.Add(Second, facility.Accepted, facility.Refused);
                facilities[facility.Id] = (facility, window);
            }
        }
        return ValueTask.FromResult(ImmutableArray.CreateRange(watched.Keys));
    }

    private static bool IsRegion(string code) =>
        code == Jurisdiction.Nation.Code || Districts.Find(code) is not null || Districts.Provinces.Any(province => province.Code == code);

    private ImmutableArray<LiveTile> OfRegions(string region) =>
        [
            .. districts
                .Where(district => region == Jurisdiction.Nation.Code || district.Key.StartsWith(region, StringComparison.Ordinal))
                .GroupBy(
                    district => region == Jurisdiction.Nation.Code ? district.Key[..2] : district.Key,
                    district => district.Value.Sum(Second)
                )
                .Select(group => new LiveTile(group.Key, "", group.Sum(sum => sum.Accepted), group.Sum(sum => sum.Refused)))
                .Where(tile => tile.Entries > 0 || tile.Refused > 0)
                .OrderBy(tile => tile.Code, StringComparer.Ordinal),
        ];

    private ImmutableArray<LiveTile> OfFacilities(string district) =>
        [
            .. facilities
                .Values.Where(one => one.Facility.District == district)
                .Select(one => (one.Facility, Sum: one.Window.Sum(Second)))
                .Where(one => one.Sum is not (0, 0))
                .OrderByDescending(one => one.Sum.Accepted)
                .ThenBy(one => one.Facility.Id)
                .Take(LiveGrid.MaxFacilities)
                .Select(one => new LiveTile($"{one.Facility.Id}", one.Facility.Name, Shown(one.Sum.Accepted), Shown(one.Sum.Refused))),
        ];

    private static int? Shown(int count) => count is > 0 and < LiveTile.Few ? null : count;

    private MinuteWindow Window(string district) =>
        districts.TryGetValue(district, out var window) ? window : districts[district] = new MinuteWindow();

    // Nothing about a facility is kept after the last viewer of its district has left.
    private void Forget()
    {
        foreach (var (district, until) in watched)
        {
            if (until <= Now)
            {
                watched.Remove(district);
            }
        }
        foreach (var (id, (facility, window)) in facilities)
        {
            if (!watched.ContainsKey(facility.District) || window.Sum(Second) is (0, 0))
            {
                facilities.Remove(id);
            }
        }
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace KiPass.Grains.Live;

/// <summary>
/// Counts the scans of this silo by facility until they are reported. A scan costs one look-up and one increment: it takes no lock and calls
/// no grain.
/// </summary>
internal sealed class ScanCounters
{
    private const int MaxFacilities = 100_000;

    // A facility without scans is forgotten after this number of reports.
    private const int MaxIdleReports = 120;

    private readonly ConcurrentDictionary<Guid, Counter> counters = new();

    /// <summary>Counts one scan.</summary>
    /// <param name="district">Code of the facility's district; empty if it is not known: then nothing is counted.</param>
    /// <param name="accepted">Whether a visit was recorded.</param>
    public void Count(Guid facilityId, string district, string name, bool accepted)
    {
        if (!counters.TryGetValue(facilityId, out var counter))
        {
            if (district.Length == 0 || counters.Count >= MaxFacilities)
            {
                return;
            }
            counter = counters.GetOrAdd(
                facilityId,
                static (_, facility) => new Counter(facility.district, facility.name),
                (district, name)
            );
        }
        Interlocked.Increment(ref (accepted ? ref counter.Accepted : ref counter.Refused));
    }

    /// <summary>Returns the counts since the last call and starts again from zero. Called by one thread.</summary>
    public ImmutableArray<FacilityScans> Take()
    {
        var taken = ImmutableArray.CreateBuilder<FacilityScans>();
        foreach (var (id, counter) in counters)
        {
            var scans = counter.Take(id);
            if (scans is { Accepted: 0, Refused: 0 } && ++counter.IdleReports > MaxIdleReports)
            {
                counters.TryRemove(id, out _);
                // A scan may have found the counter before it was removed.
                scans = counter.Take(id);
            }
            if (scans is not { Accepted: 0, Refused: 0 })
            {
                counter.IdleReports = 0;
                taken.Add(scans);
            }
        }
        return taken.ToImmutable();
    }

    private sealed class Counter(string district, string name)
    {
        public int Accepted;
        public int Refused;

        public int IdleReports { get; set; }

        public FacilityScans Take(Guid id) =>
            new(id, district, name, Interlocked.Exchange(ref Accepted, 0), Interlocked.Exchange(ref Refused, 0));
    }
}

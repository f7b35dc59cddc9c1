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
        Counter? counter;
        do
        {
            if (!counters.TryGetValue(facilityId, out counter))
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
        } while (!counter.TryAdd(accepted));
    }

    /// <summary>Returns the counts since the last call and starts again from zero. Called by one thread.</summary>
    public ImmutableArray<FacilityScans> Take()
    {
        var taken = ImmutableArray.CreateBuilder<FacilityScans>();
        foreach (var (id, counter) in counters)
        {
            var scans = counter.Take(id);
            if (scans is not { Accepted: 0, Refused: 0 })
            {
                counter.IdleReports = 0;
                taken.Add(scans);
            }
            else if (++counter.IdleReports > MaxIdleReports && counter.TryClose())
            {
                counters.TryRemove(id, out _);
            }
        }
        return taken.ToImmutable();
    }

    private sealed class Counter(string district, string name)
    {
        private const long Closed = long.MinValue;
        private const long OneRefused = 1L << 32;

        // Both counts in one number, so that a counter closes only while it is empty. It is negative once it is closed.
        private long scans;

        public int IdleReports { get; set; }

        /// <returns>False if this counter is closed and is about to be replaced.</returns>
        public bool TryAdd(bool accepted) => Interlocked.Add(ref scans, accepted ? 1 : OneRefused) > 0;

        public bool TryClose() => Interlocked.CompareExchange(ref scans, Closed, 0) == 0;

        public FacilityScans Take(Guid id)
        {
            var taken = Interlocked.Exchange(ref scans, 0);
            return new FacilityScans(id, district, name, (int)(taken % OneRefused), (int)(taken / OneRefused));
        }
    }
}

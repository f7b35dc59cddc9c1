using KiPass.Grains.Facilities;
using KiPass.Grains.Visits;
using KiPass.Hosting.Settings;
using KiPass.Tokens;

namespace KiPass.Silo.Demo.Nation;

/// <summary>Opens the passes of seeded visits, assigns them to devices and appends them to the visit log in its batches.</summary>
internal sealed class NationVisits(ScanService scans, IVisitLog log, IVisitPartitions partitions)
{
    private const int AtOnce = 2048;
    private const int MaxTries = 20;

    private readonly Dictionary<Guid, DateTimeOffset> lastSeen = [];

    /// <summary>The last scan of each device.</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> LastSeen => lastSeen;

    /// <summary>The visits by the Korean day of their slot, with the device that made them.</summary>
    public ILookup<KoreanDay, Visit> Plan(NationSite[] sites, IReadOnlyList<Pairing> registered, IReadOnlyList<DemoVisit> entries)
    {
        var visits = new List<Visit>(entries.Count);
        foreach (var entry in entries.OrderBy(entry => entry.At))
        {
            if (entry.Venue < 0 || entry.Venue >= sites.Length)
            {
                throw new StartException($"demo: there is no venue {entry.Venue}.");
            }
            if (scans.Open(entry.Pass, out var pass) is not ScanStatus.Accepted and var refusal)
            {
                throw new StartException($"demo: a visit was refused: {refusal}.");
            }
            var device =
                entry.Venue < registered.Count ? registered[entry.Venue].DeviceId : sites[entry.Venue].DeviceAt(entry.At, visits.Count);
            lastSeen[device] = entry.At;
            var received = entry.At.AddMilliseconds(40 + visits.Count * 31 % 300);
            visits.Add(
                new Visit(
                    TokenKey.Of(pass),
                    pass.Ticket,
                    sites[entry.Venue].Facility.Id,
                    device,
                    Guid.NewGuid(),
                    ScanTime.Kept(entry.At),
                    received
                )
            );
        }
        return visits.ToLookup(visit => visit.Token.Day);
    }

    /// <summary>Appends the visits of a day.</summary>
    /// <returns>The facilities that had entries.</returns>
    public async Task<IReadOnlyCollection<Guid>> Write(IEnumerable<Visit> day)
    {
        var active = new HashSet<Guid>();
        foreach (var chunk in day.Chunk(AtOnce))
        {
            await partitions.OpenDay(chunk[0].Token.Day, CancellationToken.None);
            await Task.WhenAll(chunk.Select(Append));
            active.UnionWith(chunk.Select(visit => visit.FacilityId));
        }
        return active;
    }

    // Repeats an unconfirmed append, as a scanner does.
    private async Task Append(Visit visit)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var recording = await log.Append(visit, CancellationToken.None);
            if (recording.VerdictOn(visit.ScanId, visit.DeviceId).Status == ScanStatus.Accepted)
            {
                return;
            }
            if (recording.Status != ScanStatus.Unconfirmed)
            {
                throw new StartException($"demo: a visit was refused: {recording.Status}.");
            }
        }
        throw new StartException("demo: the visit log does not answer.");
    }
}

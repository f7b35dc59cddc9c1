using KiPass.Tokens.Orders;

namespace KiPass.Grains.Traces;

/// <summary>Where somebody was: a facility, or one zone of it when the scanner's zone is known.</summary>
internal readonly record struct Place(Guid FacilityId, Guid? Zone = null)
{
    /// <summary>Whether people in the two share the air: the same facility, and not two zones that are known to differ.</summary>
    public bool Shares(Place other) => FacilityId == other.FacilityId && (Zone is null || other.Zone is null || Zone == other.Zone);
}

/// <summary>One entry of one visitor. Only entries are known; nobody scans on leaving.</summary>
internal readonly record struct PlaceEntry(Place Place, DateTimeOffset At);

/// <summary>A time that a visitor is taken to have spent at a place: from the first entry to the inferred exit.</summary>
/// <param name="LeftAt">Inferred; not part of the stay.</param>
/// <param name="Exit">What it was inferred from: shown beside the time wherever it is shown.</param>
internal readonly record struct Dwell(Place Place, DateTimeOffset EnteredAt, DateTimeOffset LeftAt, InferredExit Exit);

/// <summary>Infers stays from entries.</summary>
internal static class DwellInference
{
    /// <summary>
    /// The stays of one visitor. A stay ends with the next entry elsewhere or after the dwell time of its last entry, whichever comes first;
    /// an entry at the same place before that end (a re-scan, somebody back from a smoke) prolongs the stay and makes no new one.
    /// </summary>
    /// <param name="entries">All entries that are known to be of one visitor, in any order.</param>
    /// <param name="dwell">How long a visit of a facility is taken to last.</param>
    public static IReadOnlyList<Dwell> Of(IEnumerable<PlaceEntry> entries, Func<Guid, TimeSpan> dwell)
    {
        var stays = new List<Dwell>();
        foreach (var entry in entries.OrderBy(e => e.At))
        {
            var until = entry.At + dwell(entry.Place.FacilityId);
            if (stays is [.., var last] && entry.At < last.LeftAt)
            {
                stays[^1] =
                    last.Place == entry.Place
                        ? last with
                        {
                            LeftAt = until,
                        }
                        : last with
                        {
                            LeftAt = entry.At,
                            Exit = InferredExit.NextVisit,
                        };
                if (last.Place == entry.Place)
                {
                    continue;
                }
            }
            stays.Add(new Dwell(entry.Place, entry.At, until, InferredExit.DwellTime));
        }
        return stays;
    }
}

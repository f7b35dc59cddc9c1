using KiPass.Tokens.Orders;

namespace KiPass.Grains.Traces;

/// <summary>Where a visitor was: a facility, or a zone of it when the zone of the scanner is known.</summary>
internal readonly record struct Place(Guid FacilityId, Guid? Zone = null)
{
    /// <summary>Whether visitors of the two places were together: the same facility, and not in two different known zones.</summary>
    public bool Shares(Place other) => FacilityId == other.FacilityId && (Zone is null || other.Zone is null || Zone == other.Zone);
}

/// <summary>One entry of a visitor. Exits are not scanned.</summary>
/// <param name="ReceivedAt">When the register received it; default when unknown.</param>
internal readonly record struct PlaceEntry(Place Place, DateTimeOffset At, DateTimeOffset ReceivedAt = default);

/// <summary>The time that a visitor is assumed to have spent at a place: from the first entry to the inferred exit.</summary>
/// <param name="LeftAt">The inferred exit, exclusive.</param>
/// <param name="Exit">How the exit was determined.</param>
/// <param name="ReceivedAt">When the register received the first entry; default when unknown.</param>
internal readonly record struct Dwell(
    Place Place,
    DateTimeOffset EnteredAt,
    DateTimeOffset LeftAt,
    InferredExit Exit,
    DateTimeOffset ReceivedAt = default
);

/// <summary>Infers dwells from entries.</summary>
internal static class DwellInference
{
    /// <summary>
    /// The dwells of one visitor. A dwell ends with the next entry elsewhere or when the dwell time after its last entry has passed,
    /// whichever comes first. Another entry at the same place before that (a repeated scan, or a return after a break) extends the dwell.
    /// </summary>
    /// <param name="entries">All known entries of one visitor, in any order.</param>
    /// <param name="dwellTime">The assumed duration of a visit to a facility.</param>
    public static IReadOnlyList<Dwell> Of(IEnumerable<PlaceEntry> entries, Func<Guid, TimeSpan> dwellTime)
    {
        var dwells = new List<Dwell>();
        foreach (var entry in entries.OrderBy(e => e.At))
        {
            var until = entry.At + dwellTime(entry.Place.FacilityId);
            if (dwells is [.., var last] && entry.At < last.LeftAt)
            {
                dwells[^1] =
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
            dwells.Add(new Dwell(entry.Place, entry.At, until, InferredExit.DwellTime, entry.ReceivedAt));
        }
        return dwells;
    }
}

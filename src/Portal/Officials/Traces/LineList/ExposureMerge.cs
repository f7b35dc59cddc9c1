using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.LineList;

/// <summary>
/// Merges what the register found for the tickets of one person. The register sees tickets that it cannot link, so that a person who shows
/// two codes at a door has two overlapping stays. Pure; the order of the parts does not matter.
/// </summary>
internal static class ExposureMerge
{
    /// <summary>
    /// The times together with the case. Stays of the person at one facility follow the register's rule for one ticket: an entry into the
    /// same zone before the stay has ended extends it, and an entry into another zone ends it. Times at different facilities are kept side
    /// by side. No minute at a facility counts twice.
    /// </summary>
    /// <returns>Ordered by time; at least one if there is a part.</returns>
    public static IReadOnlyList<LineExposure> Exposures(IReadOnlyList<LineExposure> parts) =>
        parts.Count == 1
            ? parts
            :
            [
                .. parts
                    .GroupBy(part => part.Facility.Id)
                    .SelectMany(facility => Stays(facility).SelectMany(Together))
                    .OrderBy(exposure => exposure.From)
                    .ThenBy(exposure => exposure.Facility.Id)
                    .ThenBy(exposure => exposure.Zone, StringComparer.Ordinal),
            ];

    /// <summary>The later stays, without those that are times together with the case.</summary>
    /// <returns>Ordered by time.</returns>
    public static IReadOnlyList<NextStay> Next(IEnumerable<NextStay> parts, IReadOnlyList<LineExposure> exposures)
    {
        var merged = new List<NextStay>();
        foreach (var place in parts.GroupBy(part => (part.Facility.Id, part.Zone)))
        {
            NextStay? last = null;
            foreach (
                var part in place.Where(IsElsewhere).OrderBy(part => part.EnteredAt).ThenBy(part => part.LeftAt).ThenBy(part => part.Exit)
            )
            {
                if (last is not null && part.EnteredAt < last.LeftAt)
                {
                    last = part.LeftAt >= last.LeftAt ? part with { EnteredAt = last.EnteredAt } : last;
                    merged[^1] = last;
                }
                else
                {
                    merged.Add(last = part);
                }
            }
        }
        return
        [
            .. merged.OrderBy(stay => stay.EnteredAt).ThenBy(stay => stay.Facility.Id).ThenBy(stay => stay.Zone, StringComparer.Ordinal),
        ];

        bool IsElsewhere(NextStay part) =>
            !exposures.Any(exposure =>
                exposure.Facility.Id == part.Facility.Id
                && exposure.Zone == part.Zone
                && exposure.EnteredAt <= part.EnteredAt
                && part.EnteredAt < exposure.LeftAt
            );
    }

    private static List<Stay> Stays(IEnumerable<LineExposure> parts)
    {
        var stays = new List<Stay>();
        var ordered = parts
            .OrderBy(part => part.EnteredAt)
            .ThenBy(part => part.Zone, StringComparer.Ordinal)
            .ThenBy(part => part.LeftAt)
            .ThenBy(part => part.Exit);
        foreach (var part in ordered)
        {
            if (stays is [.., var last] && part.EnteredAt < last.LeftAt)
            {
                if (last.Zone == part.Zone)
                {
                    last.Add(part);
                    continue;
                }
                last.EndAt(part.EnteredAt);
            }
            stays.Add(new Stay(part));
        }
        return stays;
    }

    private static IEnumerable<LineExposure> Together(Stay stay)
    {
        LineExposure? last = null;
        foreach (var part in stay.Parts.Where(part => stay.Covers(part.From)).OrderBy(part => part.From).ThenBy(part => part.Until))
        {
            var until = stay.IsCut && part.Until > stay.LeftAt ? stay.LeftAt : part.Until;
            if (last is not null && part.From <= last.Until)
            {
                last = until > last.Until ? last with { Until = until } : last;
                continue;
            }
            if (last is not null)
            {
                yield return last;
            }
            last = part with
            {
                EnteredAt = stay.EnteredAt,
                LeftAt = stay.LeftAt,
                Exit = stay.Exit,
                Until = until,
                ReportedLateAt = stay.ReportedLateAt,
            };
        }
        if (last is not null)
        {
            yield return last;
        }
    }

    // One stay of the person, and the parts that belong to it.
    private sealed class Stay(LineExposure first)
    {
        public List<LineExposure> Parts { get; } = [first];

        public string? Zone => first.Zone;

        public DateTimeOffset EnteredAt => first.EnteredAt;

        public DateTimeOffset LeftAt { get; private set; } = first.LeftAt;

        public InferredExit Exit { get; private set; } = first.Exit;

        public bool IsCut { get; private set; }

        public DateTimeOffset? ReportedLateAt => Parts.Max(part => part.ReportedLateAt);

        public void Add(LineExposure part)
        {
            Parts.Add(part);
            if (part.LeftAt >= LeftAt)
            {
                (LeftAt, Exit) = (part.LeftAt, part.Exit);
            }
        }

        public void EndAt(DateTimeOffset at) => (LeftAt, Exit, IsCut) = (at, InferredExit.NextVisit, true);

        public bool Covers(DateTimeOffset from) => !IsCut || from < LeftAt;
    }
}

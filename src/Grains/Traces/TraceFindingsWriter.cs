using System.Security.Cryptography;
using System.Text.Json;
using KiPass.Grains.Facilities;
using KiPass.Grains.Visits;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;

namespace KiPass.Grains.Traces;

/// <summary>Converts the result of a search into the findings for the authority.</summary>
internal static class TraceFindingsWriter
{
    public static TraceFindings Of(TraceOrder order, ContactSearchResult found, int closeMinutes)
    {
        string? Zone(Dwell dwell) =>
            dwell.Place.Zone is { } zone
                ? (
                    found.Facilities.GetValueOrDefault(dwell.Place.FacilityId)
                    ?? found.Forward?.Facilities.GetValueOrDefault(dwell.Place.FacilityId)
                )?.ZoneNames.GetValueOrDefault(zone)
                : null;
        FoundStay Written(Dwell dwell) =>
            new(
                dwell.Place.FacilityId,
                dwell.EnteredAt,
                dwell.LeftAt,
                dwell.Exit,
                Zone(dwell),
                ScanTime.IsLate(dwell.EnteredAt, dwell.ReceivedAt) ? dwell.ReceivedAt : null
            );
        List<FoundExposure> Exposed(IReadOnlyList<Exposure> exposures) =>
            [.. exposures.Select(e => new FoundExposure(Written(e.Contact), e.From, e.Minutes))];

        return new TraceFindings(
            order.Id,
            Facilities(found.Facilities),
            [.. found.Case.Select(Written)],
            [
                .. found.Contacts.Select(c => new FoundContact(
                    c.Key.Issuer,
                    c.Key.Day,
                    c.Key.Ticket,
                    Exposures.IsClose(c.Exposures, closeMinutes),
                    Exposed(c.Exposures),
                    found.Forward?.Next.GetValueOrDefault(c.Key)?.Select(Written).ToList()
                )),
            ],
            [
                .. found.Paper.Select(p => new FoundPaperEntry(
                    p.Visit.FacilityId,
                    p.Visit.DeviceId,
                    p.Visit.ScanId,
                    p.Visit.Sealed,
                    Exposures.IsClose(p.Exposures, closeMinutes),
                    Exposed(p.Exposures),
                    p.Visit.EnteredAt,
                    DeviceKey(found.Facilities.GetValueOrDefault(p.Visit.FacilityId), p.Visit.DeviceId)
                )),
            ],
            found.FacilitiesElsewhere,
            found.Forward is { } forward ? new FoundOnward(Facilities(forward.Facilities), forward.Elsewhere, forward.LeftOut) : null,
            found.Cut.Count == 0 ? null : [.. found.Cut.Select(cut => new FoundCut(cut.FacilityId, cut.Contacts, cut.Paper))]
        );
    }

    public static FindingCounts Counts(TraceFindings findings) =>
        new(
            findings.Facilities.Count,
            findings.FacilitiesElsewhere,
            findings.Contacts.Count,
            findings.Contacts.Count(c => c.Close),
            findings.Paper.Count,
            findings.Cut?.Sum(cut => cut.Contacts + cut.Paper) ?? 0
        );

    /// <summary>The contacts in random order, because issuers see the list and its order must not reveal facilities or times.</summary>
    public static StoredTicket[] Shuffled(IEnumerable<Contact> contacts)
    {
        var shuffled = contacts.Select(c => StoredTicket.Of(c.Key)).ToArray();
        RandomNumberGenerator.Shuffle(shuffled.AsSpan());
        return shuffled;
    }

    private static EcJwk? DeviceKey(FacilitySnapshot? facility, Guid device) =>
        facility?.DeviceKeys?.GetValueOrDefault(device) is { } key ? JsonSerializer.Deserialize<EcJwk>(key) : null;

    private static List<FoundFacility> Facilities(IReadOnlyDictionary<Guid, FacilitySnapshot> snapshots) =>
        [.. snapshots.Select(f => Facility(f.Key, f.Value)).OrderBy(f => f.Name, StringComparer.Ordinal)];

    private static FoundFacility Facility(Guid id, FacilitySnapshot snapshot) =>
        new(id, snapshot.Facts.Name, snapshot.Facts.Type, snapshot.Facts.District, snapshot.Facts.Address, snapshot.Facts.Phone);
}

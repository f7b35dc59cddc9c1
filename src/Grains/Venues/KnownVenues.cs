using System.Data.Common;
using KiPass.Contracts.Venues;

namespace KiPass.Grains.Venues;

/// <summary>A venue as stored by earlier lists.</summary>
internal sealed record KnownVenue(
    Guid Id,
    string Number,
    string PlaceKey,
    string Name,
    string Type,
    string District,
    string Address,
    string Phone,
    int Capacity,
    int? LicensedOn,
    Guid? FacilityId,
    VenueMatchKind Match,
    Guid? OtherFacility
)
{
    public static KnownVenue Of(DbDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetString(1),
            reader.GetString(2),
            reader.GetString(3),
            reader.GetString(4),
            reader.GetString(5),
            reader.GetString(6),
            reader.GetString(7),
            reader.GetInt32(8),
            reader.IsDBNull(9) ? null : reader.GetInt32(9),
            reader.IsDBNull(10) ? null : reader.GetGuid(10),
            (VenueMatchKind)reader.GetInt32(11),
            reader.IsDBNull(12) ? null : reader.GetGuid(12)
        );

    public bool IsSame(VenueRow row) =>
        (row.Number.Length == 0 || Number == row.Number)
        && Name == row.Name
        && Type == row.Type
        && District == row.District
        && Address == row.Address
        && Phone == row.Phone
        && Capacity == row.Capacity
        && LicensedOn == VenueSql.DayNumber(row.LicensedOn);
}

/// <summary>The stored venues to which rows can refer: by business number, or by place when one of the two has no number.</summary>
internal sealed class KnownVenues
{
    private readonly Dictionary<string, KnownVenue> byNumber = [];
    private readonly Dictionary<string, KnownVenue> byPlace = [];

    public void Add(KnownVenue venue)
    {
        if (venue.Number.Length > 0)
        {
            byNumber[venue.Number] = venue;
        }
        byPlace[venue.PlaceKey] = venue;
    }

    /// <summary>The venue to which a row refers; null when the row is a new venue.</summary>
    public KnownVenue? Of(VenueRow row) =>
        row.Number.Length > 0 && byNumber.TryGetValue(row.Number, out var numbered) ? numbered
        : byPlace.TryGetValue(row.PlaceKey, out var placed) && (row.Number.Length == 0 || placed.Number.Length == 0) ? placed
        : null;
}

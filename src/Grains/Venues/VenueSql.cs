using System.Data.Common;
using KiPass.Contracts.Venues;
using KiPass.Grains.Database;

namespace KiPass.Grains.Venues;

/// <summary>SQL and conversions shared by the stores of venues.</summary>
internal static class VenueSql
{
    public const string Columns = """
        v.venue_id, v.business_number, v.name, v.type, v.district, v.address, v.phone, v.capacity, v.licensed_on, v.loaded_ms,
        v.invited_ms, v.facility_id, v.match_kind, v.match_score
        """;

    public static int? DayNumber(DateOnly? day) =>
        day is { } known ? known.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber : null;

    public static DateOnly Day(int number) => DateOnly.FromDayNumber(number + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);

    public static LicensedVenue Venue(DbDataReader reader) =>
        new()
        {
            Id = reader.GetGuid(0),
            BusinessNumber = reader.GetString(1),
            Name = reader.GetString(2),
            Type = reader.GetString(3),
            District = reader.GetString(4),
            Address = reader.GetString(5),
            Phone = reader.GetString(6),
            Capacity = reader.GetInt32(7),
            LicensedOn = reader.IsDBNull(8) ? null : Day(reader.GetInt32(8)),
            LoadedAt = reader.Time(9),
            InvitedAt = reader.MaybeTime(10),
            Match = reader.IsDBNull(11)
                ? null
                : new VenueMatch(reader.GetGuid(11), (VenueMatchKind)reader.GetInt32(12), reader.GetInt32(13)),
        };
}

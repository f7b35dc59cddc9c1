using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Grains.Database;

namespace KiPass.Grains.Facilities.Directory;

/// <summary>Streams the data of many facilities that determines their obligation, without loading all of them.</summary>
internal sealed class DirectoryProfiles(DirectorySource source)
{
    private const string Sql = """
        SELECT d.facility_id, d.type, d.district, d.capacity, d.indoor, d.standing
        FROM facility_directory d
        WHERE d.revision > 0 AND d.stage BETWEEN 1 AND 3 AND d.district >= @from AND d.district < @beyond
        """;

    /// <summary>Submitted, active and suspended facilities in a region; sorted by district when <paramref name="sorted"/>.</summary>
    public async IAsyncEnumerable<ObligationProfile> In(
        Jurisdiction region,
        bool sorted,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (from, beyond) = Range(region);
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(
            sorted ? $"{Sql} ORDER BY d.district, d.facility_id" : Sql,
            ("@from", from),
            ("@beyond", beyond)
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return Profile(reader);
        }
    }

    /// <summary>The district codes of a region as a half-open range.</summary>
    public static (string From, string Beyond) Range(Jurisdiction region) =>
        region.Code == "*" ? ("", "~") : (region.Code, string.Concat(region.Code.AsSpan(0, region.Code.Length - 1), Next(region.Code[^1])));

    private static string Next(char last) => ((char)(last + 1)).ToString(CultureInfo.InvariantCulture);

    private static ObligationProfile Profile(DbDataReader reader) =>
        new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetBoolean(4), reader.GetBoolean(5));
}

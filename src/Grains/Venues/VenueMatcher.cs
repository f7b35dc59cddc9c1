using System.Data.Common;
using KiPass.Contracts.Venues;
using KiPass.Grains.Database;
using KiPass.Grains.Facilities.Directory;

namespace KiPass.Grains.Venues;

/// <summary>The data of a facility that is compared with a venue.</summary>
internal sealed record SignUp(Guid FacilityId, string Number, string NameKey, string AddressKey);

/// <summary>Finds the facility of each row of a list: by business number, then by name and address in the same district.</summary>
internal sealed class VenueMatcher(DirectorySource source)
{
    private const int ChunkSize = 500;

    /// <summary>If either name or address is equal, the minimum similarity of the other, in percent.</summary>
    private const int LikeEnough = 60;

    private const string Columns =
        "SELECT d.facility_id, d.business_number, d.name, d.address, d.district FROM facility_directory d WHERE d.revision > 0 AND d.stage BETWEEN 1 AND 3";

    /// <summary>The matches by line. A facility matches at most one row.</summary>
    /// <param name="progress">Called with the number of rows processed so far.</param>
    public async Task<IReadOnlyDictionary<int, VenueMatch>> Match(
        IReadOnlyList<VenueRow> rows,
        Action<int>? progress,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.Open(cancellationToken);
        var matches = new Dictionary<int, VenueMatch>();
        var taken = new HashSet<Guid>();
        foreach (var chunk in rows.Where(row => row.Number.Length > 0).Chunk(ChunkSize))
        {
            foreach (var (row, signUp) in await ByNumber(connection, chunk, cancellationToken))
            {
                if (taken.Add(signUp.FacilityId))
                {
                    matches.TryAdd(
                        row.Line,
                        new VenueMatch(signUp.FacilityId, VenueMatchKind.Number, VenueKeys.Likeness(row.NameKey, signUp.NameKey))
                    );
                }
            }
            progress?.Invoke(matches.Count);
        }
        var done = matches.Count;
        foreach (var district in rows.Where(row => !matches.ContainsKey(row.Line)).GroupBy(row => row.District))
        {
            var signUps = await InDistrict(connection, district.Key, cancellationToken);
            Match([.. district], signUps, taken, matches);
            progress?.Invoke(done += district.Count());
        }
        return matches;
    }

    private static void Match(
        IReadOnlyList<VenueRow> rows,
        IReadOnlyList<SignUp> signUps,
        HashSet<Guid> taken,
        Dictionary<int, VenueMatch> matches
    )
    {
        var byName = signUps.ToLookup(one => one.NameKey);
        var byAddress = signUps.ToLookup(one => one.AddressKey);
        foreach (var exact in (bool[])[true, false])
        {
            foreach (var row in rows)
            {
                if (!matches.ContainsKey(row.Line) && Best(row, byName[row.NameKey], byAddress[row.AddressKey], exact, taken) is { } match)
                {
                    taken.Add(match.FacilityId);
                    matches.Add(row.Line, match);
                }
            }
        }
    }

    private static VenueMatch? Best(
        VenueRow row,
        IEnumerable<SignUp> sameName,
        IEnumerable<SignUp> sameAddress,
        bool exact,
        HashSet<Guid> taken
    )
    {
        VenueMatch? best = null;
        foreach (var one in exact ? sameName : sameName.Concat(sameAddress))
        {
            var (name, address) = (VenueKeys.Likeness(row.NameKey, one.NameKey), VenueKeys.Likeness(row.AddressKey, one.AddressKey));
            var kind =
                name == 100 && address == 100 ? VenueMatchKind.NameAndAddress
                : !exact && Math.Min(name, address) >= LikeEnough ? VenueMatchKind.Similar
                : VenueMatchKind.None;
            var score = (name + address) / 2;
            if (kind != VenueMatchKind.None && !taken.Contains(one.FacilityId) && !(best?.Score >= score))
            {
                best = new VenueMatch(one.FacilityId, kind, score);
            }
        }
        return best;
    }

    private static async Task<IEnumerable<(VenueRow Row, SignUp SignUp)>> ByNumber(
        DbConnection connection,
        VenueRow[] rows,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.Command(
            $"{Columns} AND d.business_number IN ({DbCommandExtensions.ParameterNames(rows.Length)})"
        );
        command.With([.. rows.Select((row, i) => ($"@v{i}", (object?)row.Number))]);
        var found = (await command.Read(SignUp, cancellationToken)).ToLookup(one => one.Number);
        // If a business number has several places, the one with the most similar name.
        return rows.SelectMany(row =>
            found[row.Number].OrderByDescending(one => VenueKeys.Likeness(row.NameKey, one.NameKey)).Take(1).Select(one => (row, one))
        );
    }

    private static async Task<IReadOnlyList<SignUp>> InDistrict(
        DbConnection connection,
        string district,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.Command($"{Columns} AND d.district = @district", ("@district", district));
        return await command.Read(SignUp, cancellationToken);
    }

    private static SignUp SignUp(DbDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetString(1),
            VenueKeys.Name(reader.GetString(2)),
            VenueKeys.Address(reader.GetString(3), reader.GetString(4))
        );
}

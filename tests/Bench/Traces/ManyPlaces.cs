using System.Text.Json;
using KiPass.Bench.Facilities;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities;
using Npgsql;
using NpgsqlTypes;

namespace KiPass.Bench.Traces;

/// <summary>
/// The nation's facilities with a popularity by a power law: at 714,000 visits a day the first has about 4,000, the thousandth 75, the median two.
/// </summary>
internal sealed class ManyPlaces
{
    private const double Exponent = 0.9;
    private const double Shift = 10;

    private readonly ManyFacilities facilities;
    private readonly int[] numberOfRank;
    private readonly int[] dwellMs;
    private readonly double low = Math.Pow(Shift, 1 - Exponent);
    private readonly double high;

    public ManyPlaces(int count, int seed)
    {
        facilities = new ManyFacilities(count, seed);
        Facts = [.. Enumerable.Range(0, count).Select(facilities.Facts)];
        dwellMs = [.. Facts.Select(facts => FacilityTypes.Find(facts.Type)!.DwellMinutes * 60_000)];
        numberOfRank = [.. Enumerable.Range(0, count)];
        new Random(seed).Shuffle(numberOfRank);
        high = Math.Pow(Shift + count, 1 - Exponent);
    }

    public int Count => facilities.Count;

    public IReadOnlyList<FacilityFacts> Facts { get; }

    public static Guid Id(int place) => ManyFacilities.Id(place);

    public static Guid Device(int place) => new(place + 1, 1, 0, [2, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>How long a visit is taken to last.</summary>
    public int DwellMs(int place) => dwellMs[place];

    /// <summary>A place by popularity.</summary>
    /// <param name="uniform">From 0, below 1.</param>
    public int Pick(double uniform)
    {
        var rank = (int)(Math.Pow(low + uniform * (high - low), 1 / (1 - Exponent)) - Shift);
        return numberOfRank[Math.Clamp(rank, 0, Count - 1)];
    }

    /// <summary>The most popular one first.</summary>
    public IReadOnlyList<int> ByPopularity => numberOfRank;

    /// <summary>Copies all of them: directory and grain state, each with one paired scanner.</summary>
    /// <param name="connection">A superuser's; its database holds at least one facility that the register itself has made.</param>
    public async Task Copy(NpgsqlConnection connection, int activeDay)
    {
        await facilities.Copy(connection, activeDay);
        var (service, type) = await Written(connection);
        await using var rows = await connection.BeginBinaryImportAsync(
            """
            COPY grain_state (service_id, grain_type, key_n0, key_n1, key_text, payload, modified_at, version) FROM STDIN (FORMAT binary)
            """
        );
        var now = TimeProvider.System.GetUtcNow();
        for (var place = 0; place < Count; place++)
        {
            rows.StartRow();
            rows.Write(service, NpgsqlDbType.Text);
            rows.Write(type, NpgsqlDbType.Text);
            rows.Write(0L, NpgsqlDbType.Bigint);
            rows.Write(0L, NpgsqlDbType.Bigint);
            rows.Write(FacilityKey.Of(Id(place)), NpgsqlDbType.Text);
            rows.Write(JsonSerializer.SerializeToUtf8Bytes(State(place, now)), NpgsqlDbType.Bytea);
            rows.Write(now.UtcDateTime, NpgsqlDbType.TimestampTz);
            rows.Write(1, NpgsqlDbType.Integer);
        }
        await rows.CompleteAsync();
    }

    private FacilityRecord State(int place, DateTimeOffset now) =>
        new()
        {
            Stage = FacilityState.Active,
            Facts = Facts[place],
            Registry = new BusinessRegistryCheck(BusinessRegistryVerdict.Matches, now),
            Members = [new Member($"bench-{place}", MemberRole.Owner, now.AddDays(-40))],
            Devices = [new DeviceRecord(Device(place), "정문", new byte[32], now.AddDays(-40), SeenAt: now)],
            History = [new FacilityEvent(now.AddDays(-40), $"bench-{place}", FacilityEventKind.Begun, Facts: Facts[place])],
            Revision = 1,
        };

    // What this writes must be what the register reads: a facility that it wrote itself shows the names, and that the text is understood.
    private static async Task<(string Service, string Type)> Written(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "SELECT service_id, grain_type, payload FROM grain_state WHERE key_text LIKE 'f:%' LIMIT 1",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync();
        if (
            !await reader.ReadAsync()
            || JsonSerializer.Deserialize<FacilityRecord>(reader.GetFieldValue<byte[]>(2)) is not { Facts.Name.Length: > 0 }
        )
        {
            throw new InvalidOperationException("The register writes facilities in another form than this benchmark.");
        }
        return (reader.GetString(0), reader.GetString(1));
    }
}

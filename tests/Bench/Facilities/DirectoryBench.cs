using System.Diagnostics;
using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Compliance;
using KiPass.Grains.Database;
using KiPass.Grains.Database.Postgres;
using KiPass.Grains.Facilities.Directory;
using KiPass.Grains.Hosting;
using KiPass.Grains.Policy;
using KiPass.Grains.Venues;
using KiPass.Testing;
using KiPass.Tokens;
using Npgsql;

namespace KiPass.Bench.Facilities;

/// <summary>One figure: a name, the median and the largest of the runs in milliseconds, and the limit that we set ourselves.</summary>
internal sealed record DirectoryFigure(string Name, double MedianMs, double LargestMs, double LimitMs);

/// <summary>Lists of venues, the dashboard and searches over a nation's facilities, on PostgreSQL with fsync on, through the register's own stores.</summary>
internal static class DirectoryBench
{
    private const int Seed = 20_200_610;
    private static readonly KoreanDay Today = KoreanDay.Of(new DateOnly(2020, 7, 20));

    public static async Task<IReadOnlyList<DirectoryFigure>> Run(int facilities, int rows, int runs, Action<string> say)
    {
        await using var server = await PostgresServer.StartAsync();
        using var folder = new TemporaryFolder();
        var options = new RegisterOptions
        {
            Data = folder.Path,
            Postgres = await RegisterProvisioning.Provision(server.Url, "bench", default),
        };
        await RegisterMigrator.Migrate(options, default);
        var many = new ManyFacilities(facilities, Seed);
        await Fill(server, many, say);
        await using var source = new DirectorySource(options);
        var figures = new List<DirectoryFigure>
        {
            await Load(source, many, rows, "list, first time"),
            await Load(source, many, rows, "list, again"),
        };
        var store = new ComplianceStore(source);
        foreach (var (name, region) in new[] { ("dashboard, nation", Jurisdiction.Nation), ("dashboard, Seoul", new Jurisdiction("11")) })
        {
            figures.Add(await Time(name, runs, 1000, () => ComplianceFigures.Of(store, PolicySnapshot.OfNotice, region, Today, default)));
        }
        var search = new DirectorySearch(source);
        foreach (var (name, query) in Queries(many))
        {
            figures.Add(await Time(name, runs, 300, () => search.Page(query, Jurisdiction.Nation, default)));
        }
        return figures;
    }

    private static IEnumerable<(string, DirectoryQuery)> Queries(ManyFacilities many)
    {
        yield return ("first page by name", new DirectoryQuery());
        yield return ("a page in the middle", new DirectoryQuery { Offset = many.Count / 2 });
        yield return ("a page in the middle by change", new DirectoryQuery { Order = DirectoryOrder.Changed, Offset = many.Count / 2 });
        yield return ("the last page", new DirectoryQuery { Offset = many.Count - 50 });
        yield return ("first page by change", new DirectoryQuery { Order = DirectoryOrder.Changed, Descending = true });
        yield return ("text of two syllables", new DirectoryQuery { Text = "달빛" });
        yield return ("text of one syllable", new DirectoryQuery { Text = "빛" });
        yield return ("two words", new DirectoryQuery { Text = "달빛노래 중앙로" });
        yield return ("business number", new DirectoryQuery { Text = many.Facts(4711).BusinessNumber });
        yield return ("four digits of a number", new DirectoryQuery { Text = "0471" });
        yield return ("no such name", new DirectoryQuery { Text = "뀱뷁" });
    }

    private static async Task Fill(PostgresServer server, ManyFacilities many, Action<string> say)
    {
        var clock = Stopwatch.StartNew();
        await using var connection = new NpgsqlConnection(server.ConnectionString("bench") + ";Command Timeout=300");
        await connection.OpenAsync();
        await many.Copy(connection, Today.Number);
        // What autovacuum does by itself within minutes.
        await using var vacuum = new NpgsqlCommand("VACUUM ANALYZE", connection);
        await vacuum.ExecuteNonQueryAsync();
        say(string.Create(CultureInfo.InvariantCulture, $"{many.Count:N0} facilities stored in {clock.Elapsed.TotalSeconds:F0} s"));
    }

    private static async Task<DirectoryFigure> Load(DirectorySource source, ManyFacilities many, int rows, string name)
    {
        var content = many.List(rows);
        var clock = Stopwatch.StartNew();
        var reading = new VenueReader(Jurisdiction.Nation, Today.Date).Read(content);
        var matches = await new VenueMatcher(source).Match(reading.Rows, null, default);
        var summary = await new VenueListStore(source).Put(
            Guid.NewGuid(),
            ("bench.csv", "bench", "*", Today.Start),
            reading,
            matches,
            null,
            default
        );
        var elapsed = clock.Elapsed.TotalMilliseconds;
        var label = $"{name}: {summary.Good} rows read, matched ({summary.Matched}), stored ({summary.Added} new)";
        return new DirectoryFigure(label, elapsed, elapsed, 60_000);
    }

    private static async Task<DirectoryFigure> Time<T>(string name, int runs, double limit, Func<Task<T>> ask)
    {
        await ask();
        var times = new List<double>(runs);
        for (var i = 0; i < runs; i++)
        {
            var clock = Stopwatch.StartNew();
            await ask();
            times.Add(clock.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        return new DirectoryFigure(name, times[runs / 2], times[^1], limit);
    }
}

using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Live;
using KiPass.Grains.Live;
using Microsoft.Extensions.Time.Testing;

namespace KiPass.Grains.Tests.Live;

/// <summary>The live grid counts the scans of the last minute by region and facility, and reveals no single entry of a facility.</summary>
public sealed class LiveGridTests
{
    private static readonly Caller Nation = Caller.Official("official", Jurisdiction.Nation);
    private static readonly Guid Club = Guid.NewGuid();
    private static readonly Guid Bar = Guid.NewGuid();

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2020, 6, 12, 10, 0, 0, TimeSpan.Zero));
    private readonly ScanCounters first = new();
    private readonly ScanCounters second = new();
    private readonly LiveGridGrain grid;

    public LiveGridTests() => grid = new LiveGridGrain(time);

    [Fact]
    public async Task Scans_of_all_silos_appear_in_the_province_and_the_district_and_leave_after_a_minute()
    {
        Scan(first, Club, "11680", accepted: 7, refused: 2);
        Scan(second, Bar, "11680", accepted: 1);
        Scan(second, Guid.NewGuid(), "26350", accepted: 3);
        await Report(first);
        await Report(second);
        Assert.Equal([("11", 8, 2), ("26", 3, 0)], await Tiles("*"));
        Assert.Equal([("11680", 8, 2)], await Tiles("11"));

        time.Advance(TimeSpan.FromSeconds(40));
        Scan(first, Club, "11680", accepted: 1);
        await Report(first);
        Assert.Equal([("11680", 9, 2)], await Tiles("11"));
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal([("11680", 1, 0)], await Tiles("11"));
        time.Advance(TimeSpan.FromSeconds(40));
        Assert.Empty(await Tiles("*"));
    }

    [Fact]
    public async Task Facilities_are_counted_only_while_their_district_is_watched()
    {
        Scan(first, Club, "11680", accepted: 9);
        Assert.Empty(await Report(first));
        Assert.Empty(await Tiles("11680"));

        var watched = await Report(first);
        Assert.Equal(["11680"], watched);
        Scan(first, Club, "11680", accepted: 9, refused: 6);
        Scan(first, Guid.NewGuid(), "11110", accepted: 9);
        await Report(first, watched);
        Assert.Equal([($"{Club}", 9, 6)], await Tiles("11680"));

        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Empty(await Report(first, watched));
        Assert.Empty(await Tiles("11680"));
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(4, null)]
    [InlineData(5, 5)]
    public async Task A_few_scans_of_a_facility_are_not_shown_as_a_number(int scans, int? shown)
    {
        await Tiles("11680");
        var watched = await Report(first);
        Scan(first, Club, "11680", accepted: scans, refused: scans);
        await Report(first, watched);
        Assert.Equal([($"{Club}", shown, shown)], await Tiles("11680"));
    }

    [Fact]
    public async Task A_nation_of_facilities_is_counted_by_one_grain()
    {
        string[] districts = [.. Districts.All.Select(district => district.Code)];
        for (var facility = 0; facility < 90_000; facility++)
        {
            first.Count(Guid.NewGuid(), districts[facility % districts.Length], "가게", accepted: true);
        }
        await Report(first);
        Assert.Equal(90_000, (await Tiles("*")).Sum(tile => tile.Entries));
        Assert.Equal(17, (await Tiles("*")).Length);
    }

    [Fact]
    public void Scans_from_many_threads_are_each_counted_once()
    {
        var taken = 0;
        var done = false;
        var reader = new Thread(() =>
        {
            while (!Volatile.Read(ref done))
            {
                taken += first.Take().Sum(facility => facility.Accepted);
            }
        });
        reader.Start();
        Parallel.For(0, 100_000, i => first.Count(i % 2 == 0 ? Club : Bar, "11680", "가게", accepted: true));
        Volatile.Write(ref done, true);
        reader.Join();
        Assert.Equal(100_000, taken + first.Take().Sum(facility => facility.Accepted));
    }

    private static void Scan(ScanCounters counters, Guid facility, string district, int accepted = 0, int refused = 0)
    {
        for (var scan = 0; scan < accepted + refused; scan++)
        {
            counters.Count(facility, district, "가게", scan < accepted);
        }
    }

    private async Task<ImmutableArray<string>> Report(ScanCounters counters, ImmutableArray<string> watched = default)
    {
        var scans = counters.Take();
        var districts = LiveReporter.ByDistrict(scans);
        return await grid.Report(districts, watched.IsDefault ? [] : [.. scans.Where(one => watched.Contains(one.District))]);
    }

    private async Task<ImmutableArray<(string Code, int? Entries, int? Refused)>> Tiles(string region)
    {
        var answer = await grid.Watch(Nation, new Jurisdiction(region));
        Assert.Equal(AnswerStatus.Done, answer.Status);
        return [.. answer.Value!.Tiles.Select(tile => (tile.Code, tile.Entries, tile.Refused))];
    }
}

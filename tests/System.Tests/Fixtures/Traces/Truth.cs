using System.Globalization;
using KiPass.SystemTests.Traces.LineLists;

namespace KiPass.SystemTests.Fixtures;

/// <summary>A row that a line list must have, as its exports write it (without the case number).</summary>
internal sealed record ExpectedRow(
    string Name,
    string Phone,
    string E164,
    string Guardian,
    string BirthYear,
    string Kind,
    string Minutes,
    string First,
    string Last,
    string Facilities,
    string Districts,
    string Source,
    int Entries
)
{
    public string[] Cells => [Name, Phone, E164, Guardian, BirthYear, Kind, Minutes, First, Last, Facilities, Districts, Source];
}

/// <summary>
/// Who was with the case, found in another way than the product finds it: everybody's time is painted second by second on a strip of film, and
/// the strips are laid over one another.
/// </summary>
internal static class Truth
{
    // Nothing in the script was reported late.
    private const string OnTime = "";

    // Nobody has called anybody: status, assignee and note.
    private static readonly string[] NotCalled = ["연락 전 to call", "", ""];
    private const int CloseSeconds = 15 * 60;
    private const int Strip = 5 * 24 * 60 * 60;

    /// <summary>That an export holds these rows and no others, under the case's number.</summary>
    public static void Same(List<ExpectedRow> truth, string number, IReadOnlyList<string[]> file)
    {
        Assert.Equal(18, file[0].Length);
        var first = file.Skip(1).Select(row => row[8]).ToList();
        Assert.Equal(first.Order(StringComparer.Ordinal), first);
        // Who was there before the case came began with it at the same second as others did: between those the list has no order of its own.
        Assert.Equal(
            truth
                .Select(row => string.Join(" | ", row.Cells.Prepend(number).Append(OnTime).Append($"{row.Entries}").Concat(NotCalled)))
                .Order(StringComparer.Ordinal),
            file.Skip(1).Select(row => string.Join(" | ", row)).Order(StringComparer.Ordinal)
        );
    }

    public static List<ExpectedRow> Of(Script script)
    {
        var start = script.At(0, "00:00");
        int Second(DateTimeOffset at) => (int)(at - start).TotalSeconds;

        var ofCase = Paint(script.Showings.Where(s => s.Who == script.Index).Select(s => (Second(s.At), s.Where)));
        var rows = new List<(int First, ExpectedRow Row)>();
        foreach (var player in script.Players.Where(p => p != script.Index))
        {
            // Each showing has another ticket, so nobody knows where somebody went next: a visit lasts its dwell time.
            var showings = script.Showings.Where(s => s.Who == player).ToList();
            List<(int From, int Seconds, Venue Where)> together =
            [
                .. showings
                    .GroupBy(s => s.Where)
                    .SelectMany(place => Runs(ofCase, Paint(place.Select(s => (Second(s.At), s.Where)))))
                    .OrderBy(run => run.From),
            ];
            if (together.Count > 0)
            {
                var entries = showings.Count(s => Runs(ofCase, Paint([(Second(s.At), s.Where)])).Count > 0);
                rows.Add((together[0].From, Row(player, together, entries, start)));
            }
        }
        return [.. rows.OrderBy(r => r.First).Select(r => r.Row)];
    }

    private static Venue?[] Paint(IEnumerable<(int At, Venue Where)> entries)
    {
        var strip = new Venue?[Strip];
        foreach (var (at, where) in entries.OrderBy(e => e.At))
        {
            // Whoever enters here is no longer where they were.
            Array.Clear(strip, at, Strip - at);
            Array.Fill(strip, where, at, where.Minutes * 60);
        }
        return strip;
    }

    private static List<(int From, int Seconds, Venue Where)> Runs(Venue?[] one, Venue?[] other)
    {
        var runs = new List<(int, int, Venue)>();
        var begun = -1;
        for (var second = 0; second < Strip; second++)
        {
            var together = one[second] is { } where && other[second] == where;
            if (together && begun >= 0 && one[second] != one[second - 1])
            {
                runs.Add((begun, second - begun, one[begun]!));
                begun = second;
            }
            else if (together && begun < 0)
            {
                begun = second;
            }
            else if (!together && begun >= 0)
            {
                runs.Add((begun, second - begun, one[begun]!));
                begun = -1;
            }
        }
        return runs;
    }

    private static ExpectedRow Row(Player player, List<(int From, int Seconds, Venue Where)> together, int entries, DateTimeOffset start)
    {
        string Clock(int second) => start.AddSeconds(second).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return new ExpectedRow(
            player.Name,
            player.Phone,
            player.E164,
            "",
            $"{player.BirthYear}",
            together.Sum(t => t.Seconds) >= CloseSeconds ? "밀접 close" : "일상 casual",
            $"{together.Sum(t => t.Seconds) / 60}",
            Clock(together[0].From),
            Clock(together[^1].From),
            string.Join(" / ", together.Select(t => t.Where.Name).Distinct()),
            string.Join(" / ", together.Select(t => t.Where.District).Distinct()),
            "발급회사 issuer",
            entries
        );
    }
}

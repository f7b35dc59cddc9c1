using System.Globalization;
using System.Text.Json;
using KiPass.SystemTests.Visits;
using KiPass.Testing;
using KiPass.Tokens;
using Microsoft.Data.Sqlite;

namespace KiPass.SystemTests.Up;

/// <summary>What <c>up --demo</c> seeds, at hours at which a day has just begun or is about to end.</summary>
[Needs("faketime")]
public sealed class DemoWorldTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(12, 40)]
    [InlineData(23, 55)]
    public async Task The_demo_is_a_living_nation_at_any_hour(int hour, int minute)
    {
        var real = TimeProvider.System.GetUtcNow();
        var ahead = (KoreanDay.Of(real) + 1).Start.AddHours(hour).AddMinutes(minute) - real;
        await using var stack = await KiPassStack.Start(nation: true, environment: FakeClock.Ahead(ahead));
        var now = TimeProvider.System.GetUtcNow() + ahead;
        // The clock of the programs is set in whole seconds.
        var latest = now.AddSeconds(5).ToUnixTimeMilliseconds();
        var today = KoreanDay.Of(now);

        await Demo(stack);
        Visits(stack, today, now);
        Register(stack, today);
        Authority(stack);
        Assert.InRange(
            Number(stack, "issuer/issuer.db", "SELECT count(DISTINCT visitor_id) FROM access_notice WHERE visible_from <= " + latest),
            3,
            2_000
        );
        Assert.Equal(0, Number(stack, "issuer/issuer.db", "SELECT count(*) FROM access_notice WHERE accessed_at > " + latest));
    }

    private static async Task Demo(KiPassStack stack)
    {
        var demo = stack.Demo;
        var facilities = demo.GetProperty("facilities").EnumerateArray().ToList();
        Assert.True(facilities.Count(facility => facility.GetProperty("pairingCodes").GetArrayLength() >= 3) >= 4);
        var visitors = demo.GetProperty("visitors").EnumerateArray().ToList();
        Assert.InRange(visitors.Count, 200, 400);
        Assert.Equal(8, demo.GetProperty("accounts").GetArrayLength());
        Assert.Contains(
            demo.GetProperty("indexCase").GetProperty("phone").GetString(),
            visitors.Select(one => one.GetProperty("phone").GetString())
        );
        var code = facilities
            .First(facility => facility.GetProperty("pairingCodes").GetArrayLength() > 0)
            .GetProperty("pairingCodes")[0]
            .GetString()!;
        using var device = await ScannerDevice.Pair(stack.Register, code);
        Assert.NotNull(device);
        var printed = stack.Printed.SkipWhile(line => line != "seeding cases").Skip(1);
        Assert.Equal(stack.Register.ToString(), Assert.Single(printed, line => !line.StartsWith('[')));
    }

    private static void Visits(KiPassStack stack, KoreanDay today, DateTimeOffset now)
    {
        for (var day = today - 26; day <= today; day += 1)
        {
            var file = $"register/visits/visits-{day}.db";
            var count = Number(stack, file, "SELECT count(*) FROM visit");
            var least =
                day < today ? 1_500
                : now < day.Start.AddHours(6) ? 1
                : 300;
            Assert.True(count >= least, $"{count} visits on {day}");
            Assert.True(Number(stack, file, "SELECT max(entered_at_ms) FROM visit") <= now.ToUnixTimeMilliseconds());
        }
        var recent = now.AddHours(-1).ToUnixTimeMilliseconds();
        var days = new[] { KoreanDay.Of(now.AddHours(-1)), today }.Distinct();
        Assert.True(
            days.Sum(day => Number(stack, $"register/visits/visits-{day}.db", $"SELECT count(*) FROM visit WHERE entered_at_ms > {recent}"))
                > 15
        );
    }

    private static void Register(KiPassStack stack, KoreanDay today)
    {
        long Count(string sql) => Number(stack, "register/register.db", sql);
        Assert.Equal(2_000, Count("SELECT count(*) FROM facility_directory"));
        Assert.Equal(229, Count("SELECT count(DISTINCT district) FROM facility_directory"));
        Assert.Equal(0, Count("SELECT count(*) FROM facility_directory WHERE stale"));
        Assert.InRange(Count("SELECT count(*) FROM facility_directory WHERE stage = 1"), 5, 20);
        Assert.InRange(Count("SELECT count(*) FROM facility_directory WHERE seen_ms IS NOT NULL"), 1_500, 2_000);
        Assert.Equal(28, Count($"SELECT count(DISTINCT day) FROM compliance_day WHERE day > {today.Number - 28}"));
        Assert.InRange(Count($"SELECT sum(silent) FROM compliance_day WHERE day = {today.Number}"), 20, 300);
        Assert.InRange(Count($"SELECT sum(missing) FROM compliance_day WHERE day = {today.Number}"), 40, 300);
        Assert.InRange(Count($"SELECT sum(invited) FROM compliance_day WHERE day = {today.Number}"), 20, 300);
        var joined = Count($"SELECT sum(signed_up) FROM compliance_day WHERE day = {today.Number}");
        Assert.True(joined > 1.2 * Count($"SELECT sum(signed_up) FROM compliance_day WHERE day = {today.Number - 27}"));
        using var policy = JsonDocument.Parse(
            Text(stack, "register/register.db", "SELECT CAST(payload AS TEXT) FROM grain_state WHERE key_text = 'policy'")
        );
        Assert.Equal(2, policy.RootElement.GetProperty("Orders").GetArrayLength());
        Assert.True(Count("SELECT count(*) FROM audit_entry WHERE text LIKE '%destroyed%'") >= 30);
    }

    private static void Authority(KiPassStack stack)
    {
        var states = Rows(stack, "authority/authority.db", "SELECT state FROM trace_order ORDER BY state");
        string[] expected = ["Draft", "Submitted", "Declined", "Cancelled", "Refused", "Completed", "Destroyed"];
        Assert.All(expected, state => Assert.Contains(state, states));
        Assert.Single(states, "Submitted");
        Assert.True(states.Count(state => state == "Completed") >= 2);
        Assert.True(states.Count(state => state == "Destroyed") >= 5);
    }

    private static long Number(KiPassStack stack, string file, string sql) =>
        long.Parse(Text(stack, file, sql), CultureInfo.InvariantCulture);

    private static string Text(KiPassStack stack, string file, string sql) => Rows(stack, file, sql)[0];

    private static List<string> Rows(KiPassStack stack, string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(stack.Data, file)};Mode=ReadOnly;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        }
        return rows;
    }
}

using System.Text.Json;
using KiPass.Contracts.Facilities;
using KiPass.Silo.Tests.Hosting;

namespace KiPass.Silo.Tests.Demo;

public sealed class DemoTests
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task The_demo_seeds_a_week_of_visits_and_working_pairing_codes(Store store)
    {
        await using var register = await RegisterUnderTest.Start(store);
        await register.Stop();
        var visits = Enumerable
            .Range(0, 700)
            .Select(i => register.Now.AddMinutes(-i * 14.4))
            .Select(
                (at, i) =>
                    new
                    {
                        at,
                        pass = register.Issuer.PassAt(at),
                        venue = i % 12,
                    }
            );
        var process = await SiloProcess.Run(["demo", .. register.Arguments], JsonSerializer.Serialize(new { visits }));
        Assert.True(process.ExitCode == 0, process.Errors);
        var facilities = JsonSerializer.Deserialize<JsonElement>(process.Output).GetProperty("facilities").EnumerateArray().ToList();
        Assert.Equal(
            FacilityTypes.All.Where(type => type.HighRisk).Select(type => type.Code).Order(),
            facilities.Select(facility => facility.GetProperty("type").GetString()).Order()
        );
        Assert.Equal(4, facilities.Count(facility => facility.GetProperty("pairingCodes").GetArrayLength() >= 3));
        await register.Open();
        var total = 0;
        foreach (var facility in facilities)
        {
            total += await register.CountOfWeek(facility.GetProperty("id").GetGuid());
        }
        Assert.Equal(700, total);
        var open = facilities.First(facility => facility.GetProperty("pairingCodes").GetArrayLength() > 0);
        using var client = register.Client();
        var code = open.GetProperty("pairingCodes")[0].GetString();
        Assert.Equal(201, (await client.Send("/v1/devices/pair", new { pairingCode = code, name = "정문" })).Status);
    }

    [Fact]
    public async Task Demo_reports_an_invalid_visit_list_in_one_line()
    {
        await using var register = await RegisterUnderTest.Start(Store.Sqlite);
        await register.Stop();
        var process = await SiloProcess.Run(["demo", .. register.Arguments], "[]");
        Assert.Equal((2, ""), (process.ExitCode, process.Output));
        Assert.Contains("demo: standard input", process.Errors, StringComparison.Ordinal);
    }
}

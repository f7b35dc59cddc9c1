using KiPass.Testing;

namespace KiPass.SystemTests.Visits;

/// <summary>
/// Goal: acknowledged scans survive a power failure. Method: 100 acknowledged scans, then SIGKILL to every process at once, then a
/// new start on the same data: every repeat must be accepted as a repeat, every replay refused.
/// </summary>
public sealed class SuddenDeathTests
{
    private const int Scans = 100;

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Acknowledged_scans_survive_a_kill_of_every_process(string store)
    {
        await using var postgres = store == "PostgreSQL" ? await PostgresServer.StartAsync() : null;
        using var folder = new TemporaryFolder();
        var ports = FreePorts.NextBlock(6);
        var acknowledged = new List<(Guid ScanId, string Pass, DateTimeOffset EnteredAt)>();
        string token;
        Guid facility;
        string secondCode;
        await using (var stack = await KiPassStack.Start(demo: true, postgres?.Url, folder.Path, ports))
        {
            var codes = stack
                .Demo.GetProperty("facilities")
                .EnumerateArray()
                .First(f => f.GetProperty("pairingCodes").GetArrayLength() >= 2);
            using var device = await ScannerDevice.Pair(stack.Register, codes.GetProperty("pairingCodes")[0].GetString()!);
            (token, facility, secondCode) = (device.Token, device.FacilityId, codes.GetProperty("pairingCodes")[1].GetString()!);
            foreach (var visitor in stack.Demo.GetProperty("visitors").EnumerateArray().Take(Scans))
            {
                var pass = await new DemoVisitor(stack.Issuer, visitor).Pass();
                var scanId = Guid.NewGuid();
                var reply = await device.Scan(pass, scanId);
                Assert.True(reply.Code == "accepted", $"scan {acknowledged.Count}: {reply.Status} {reply.Code}");
                acknowledged.Add((scanId, pass, reply.Body.GetProperty("enteredAt").GetDateTimeOffset()));
            }
            await stack.KillAll();
        }
        if (postgres is not null)
        {
            await postgres.Stop("immediate");
            await postgres.StartAgain();
        }

        await using var restarted = await KiPassStack.Start(demo: true, postgres?.Url, folder.Path, ports);
        using var same = new ScannerDevice(restarted.Register, token, facility);
        using var other = await ScannerDevice.Pair(restarted.Register, secondCode);
        Assert.Equal(Scans, acknowledged.Count);
        foreach (var (scanId, pass, enteredAt) in acknowledged)
        {
            var repeat = await same.Scan(pass, scanId, enteredAt);
            Assert.Equal((200, "accepted", true), (repeat.Status, repeat.Code, repeat.Repeated));
            Assert.Equal(enteredAt, repeat.Body.GetProperty("enteredAt").GetDateTimeOffset());
            var replay = await other.Scan(pass, Guid.NewGuid(), enteredAt);
            Assert.Contains(replay.Code, new[] { "pass-already-used", "pass-expired" });
        }
    }
}

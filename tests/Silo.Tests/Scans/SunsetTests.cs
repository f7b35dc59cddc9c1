using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;
using KiPass.Silo.Tests.Hosting;
using KiPass.Testing;
using KiPass.Tokens;

namespace KiPass.Silo.Tests.Scans;

/// <summary>The sunset (수집 종료): from the first day of crisis level Caution nothing is collected; what was scanned before still is.</summary>
public sealed class SunsetTests
{
    private const string Sealed = "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTI1NkdDTSJ9..aXY.Y2lwaGVydGV4dA.dGFn";

    [Fact]
    public async Task From_the_first_day_of_Caution_only_earlier_scans_are_accepted()
    {
        await using var register = await RegisterUnderTest.Start(Store.Sqlite);
        // Noon, so that no midnight comes by itself.
        register.Time.Advance(KoreanDay.Of(register.Now).End.AddHours(12) - register.Now);
        var device = await register.NewDevice();
        var today = KoreanDay.Of(register.Now);
        Assert.Equal("ok", (await device.Scan(register.Issuer.PassAt(register.Now))).Code);

        await Change(register, CrisisLevel.Caution, today + 1);
        register.Time.Advance((today + 1).Start - register.Now - TimeSpan.FromSeconds(20));
        var before = register.Now;
        var passBefore = register.Issuer.PassAt(before);
        Assert.Equal("ok", (await device.Scan(passBefore)).Code);
        var unposted = (Pass: register.Issuer.PassAt(before), At: before);

        register.Time.Advance(TimeSpan.FromSeconds(30));
        await Eventually.True(
            async () => (await device.Scan(register.Issuer.PassAt(register.Now))).Code == "collection-ended",
            "scans of the new day are refused"
        );
        Assert.Equal("ok", (await device.Scan(unposted.Pass, scannedAt: unposted.At)).Code);
        Assert.Equal("collection-ended", (await Paper(device, register.Now)).Code);
        Assert.Equal("ok", (await Paper(device, before)).Code);
        var batch = await device.Client.Send(
            "/v1/scans/batch",
            new
            {
                scans = new[]
                {
                    new
                    {
                        scanId = Guid.NewGuid(),
                        pass = register.Issuer.PassAt(before),
                        scannedAt = before,
                    },
                    new
                    {
                        scanId = Guid.NewGuid(),
                        pass = register.Issuer.PassAt(register.Now),
                        scannedAt = register.Now,
                    },
                },
            }
        );
        var results = batch.Body.GetProperty("results");
        Assert.Equal("accepted", results[0].GetProperty("result").GetString());
        Assert.Equal("collection-ended", results[1].GetProperty("code").GetString());
    }

    private static async Task Change(RegisterUnderTest register, CrisisLevel level, KoreanDay from)
    {
        var approver = Caller.Approver("approver-1", Jurisdiction.Nation);
        var policy = register.Grains.GetGrain<IPolicyGrain>(IPolicyGrain.Key);
        var change = new LevelChange(level, from, "조정");
        if (level > await policy.LevelOn(from))
        {
            Assert.Equal(AnswerStatus.Done, (await policy.ChangeLevel(approver, change)).Status);
            return;
        }
        var id = Guid.NewGuid();
        Assert.Equal(AnswerStatus.Done, (await policy.ProposeLevel(approver, id, change)).Status);
        var second = Caller.Approver("approver-2", Jurisdiction.Nation);
        Assert.Equal(AnswerStatus.Done, (await policy.ApproveLevel(second, id)).Status);
    }

    private static Task<ApiAnswer> Paper(DeviceUnderTest device, DateTimeOffset enteredAt) =>
        device.Client.Send(
            "/v1/visits/manual",
            new Dictionary<string, object>
            {
                ["scanId"] = Guid.NewGuid(),
                ["sealed"] = Sealed,
                ["enteredAt"] = enteredAt,
            }
        );
}

using KiPass.Silo.Tests.Hosting;

namespace KiPass.Silo.Tests.Fixtures;

/// <summary>A paired scanner.</summary>
internal sealed record DeviceUnderTest(RegisterUnderTest Register, HttpClient Client, Guid FacilityId, Guid DeviceId)
{
    /// <summary>Scans now, or says that it scanned then.</summary>
    public Task<ApiAnswer> Scan(string pass, Guid? scanId = null, DateTimeOffset? scannedAt = null) =>
        Client.Send(
            "/v1/scans",
            new
            {
                scanId = scanId ?? Guid.NewGuid(),
                pass,
                scannedAt = scannedAt ?? Register.Now,
            }
        );

    /// <summary>The same device at the same register, which has another address since it was started again.</summary>
    public DeviceUnderTest Again()
    {
        var client = Register.Client();
        client.DefaultRequestHeaders.Authorization = Client.DefaultRequestHeaders.Authorization;
        return this with { Client = client };
    }

    public Task<ApiAnswer> Undo(string pass, Guid scanId) => Client.Send("/v1/scans/undo", new { scanId, pass });

    public async Task<int> TodayCount()
    {
        var answer = await Client.Get("/v1/facility");
        Assert.True(answer.Status == 200, $"{answer.Status}: {answer.Body}");
        return answer.Body.GetProperty("todayCount").GetInt32();
    }
}

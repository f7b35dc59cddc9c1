namespace KiPass.Silo.Tests.Hosting;

public sealed class DrainTests
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Shutdown_under_load_keeps_all_acknowledged_visits(Store store)
    {
        await using var register = await RegisterUnderTest.Start(store);
        var devices = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => register.NewDevice()));
        var acknowledged = 0;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var load = devices.Select(Scan).ToList();
        await begun.Task;
        await register.Stop();
        await Task.WhenAll(load);
        await register.Open();
        var stored = await Task.WhenAll(devices.Select(device => register.CountOfWeek(device.FacilityId)));
        Assert.True(acknowledged >= 50);
        // What was committed as the silo stopped may have lost its answer; nothing that was answered may be missing.
        Assert.InRange(stored.Sum(), acknowledged, acknowledged + devices.Length);

        async Task Scan(DeviceUnderTest device)
        {
            try
            {
                while ((await device.Scan(register.Issuer.PassAt(register.Now))).Status == 200)
                {
                    if (Interlocked.Increment(ref acknowledged) == 50)
                    {
                        begun.SetResult();
                    }
                }
            }
            catch (HttpRequestException)
            {
                // The server is gone.
            }
        }
    }
}

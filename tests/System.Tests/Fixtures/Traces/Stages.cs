using KiPass.SystemTests.Traces.LineLists;

namespace KiPass.SystemTests.Fixtures;

/// <summary>Holds what the register asks the second issuer until a test lets it pass.</summary>
internal sealed class Stages
{
    /// <summary>As the portal keeps it.</summary>
    public const int ReadingVisits = 1;

    /// <inheritdoc cref="ReadingVisits"/>
    public const int WaitingForIssuers = 4;

    // A killed silo is removed after 12 s, and a reminder, once a minute, wakes its traces on another: together, on a busy machine, over a minute.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Dictionary<string, TaskCompletionSource<bool>> gates = [];
    private readonly Dictionary<string, SemaphoreSlim> arrivals = [];

    public Stages(HeldIssuer issuer)
    {
        foreach (var route in new[] { "subjects", "identities" })
        {
            gates[route] = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            arrivals[route] = new SemaphoreSlim(0);
        }
        issuer.Before = route =>
        {
            if (!gates.TryGetValue(route, out var gate))
            {
                return Task.FromResult(true);
            }
            arrivals[route].Release();
            return gate.Task;
        };
    }

    public async Task Arrival(string route) =>
        Assert.True(await arrivals[route].WaitAsync(Patience), $"The register never asked for {route}.");

    public void Pass(string route) => gates[route].TrySetResult(true);

    /// <summary>The issuer is down until <see cref="PassAll"/>.</summary>
    public void Refuse(string route) => gates[route].TrySetResult(false);

    public void PassAll() => gates["identities"] = Open();

    private static TaskCompletionSource<bool> Open()
    {
        var open = new TaskCompletionSource<bool>();
        open.SetResult(true);
        return open;
    }
}

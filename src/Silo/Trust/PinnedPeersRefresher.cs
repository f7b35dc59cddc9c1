namespace KiPass.Silo.Trust;

/// <summary>Checks the trust folder every 2 s, so that pinned keys take effect within 5 s without a restart.</summary>
internal sealed class PinnedPeersRefresher(PinnedPeers peers, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Load before the first request, which would otherwise find an empty keyring.
        peers.Refresh();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            peers.Refresh();
        }
    }
}

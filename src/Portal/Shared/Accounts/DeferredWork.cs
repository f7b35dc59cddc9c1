using System.Threading.Channels;
using KiPass.Portal.Shared.Settings;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>
/// Runs work after the response was sent, so that neither a look-up nor the gateway's answer makes the response for an existing account
/// slower than that for an unknown one. With the simulated inbox, work runs at once, so that the next page can show the message.
/// </summary>
public sealed class DeferredWork(PortalSettings settings, IServiceScopeFactory scopes, ILogger<DeferredWork> log) : BackgroundService
{
    private const int MostWaiting = 10_000;
    private const int Workers = 4;

    private readonly Channel<Func<IServiceProvider, Task>> waiting = Channel.CreateBounded<Func<IServiceProvider, Task>>(MostWaiting);

    /// <summary>Whether work runs at once.</summary>
    public bool IsImmediate => settings.MessagesUrl is null;

    public async Task Run(Func<IServiceProvider, Task> work)
    {
        if (IsImmediate)
        {
            await using var scope = scopes.CreateAsyncScope();
            await work(scope.ServiceProvider);
        }
        else if (!waiting.Writer.TryWrite(work))
        {
            log.LogWarning("Too many messages are waiting. One was dropped.");
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Parallel.ForEachAsync(
            waiting.Reader.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = stoppingToken },
            async (work, _) =>
            {
                try
                {
                    await using var scope = scopes.CreateAsyncScope();
                    await work(scope.ServiceProvider);
                }
                // The person can ask again. The message of an exception could contain an address.
                catch (Exception failure)
                {
                    log.LogError("A message was not sent: {Reason}", failure.GetType().Name);
                }
            }
        );
}

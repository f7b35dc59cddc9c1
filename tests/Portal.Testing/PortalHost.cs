using System.Net;
using KiPass.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Testing;

/// <summary>A portal on this machine with its own folder and port, without a register.</summary>
public sealed class PortalHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();
    private readonly CancellationTokenSource stop = new();
    private readonly WebApplication app;
    private readonly Task running;

    private PortalHost(Func<string[], WebApplication> create, string host, string[] settings)
    {
        Address = new Uri($"http://{host}:{FreePorts.Next()}");
        app = create(["--Portal:Data", folder.Path, "--urls", $"http://127.0.0.1:{Address.Port}", "--Portal:Demo", "true", .. settings]);
        running = app.StartAsync(stop.Token);
    }

    /// <summary>Where a browser finds the portal.</summary>
    public Uri Address { get; }

    public IServiceProvider Services => app.Services;

    /// <summary>Starts a portal and waits until it answers.</summary>
    /// <param name="create">Creates the program from its arguments.</param>
    /// <param name="host">The name of this machine in <see cref="Address"/>.</param>
    /// <param name="settings">Further arguments.</param>
    public static async Task<PortalHost> Start(Func<string[], WebApplication> create, string host, params string[] settings)
    {
        var portal = new PortalHost(create, host, settings);
        using var http = new HttpClient();
        await Eventually.True(() => portal.Answers(http), "the portal answers", Patience);
        return portal;
    }

    /// <summary>Works with the services of one request.</summary>
    public async Task<T> With<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // It was waiting for the register.
        }
        await app.DisposeAsync();
        stop.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    private async Task<bool> Answers(HttpClient http)
    {
        try
        {
            return (await http.GetAsync(new Uri(Address, "/health/live"))).StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

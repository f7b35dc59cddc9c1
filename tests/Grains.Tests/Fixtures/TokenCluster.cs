using KiPass.Grains.Hosting;
using KiPass.Grains.Tests.Visits.Tokens;
using KiPass.Grains.Visits;
using KiPass.Grains.Visits.Tokens;
using KiPass.Tokens.Passes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace KiPass.Grains.Tests.Fixtures;

/// <summary>Two silos that share one visit log, as two silos share one database.</summary>
public sealed class TokenCluster : IAsyncLifetime
{
    private readonly InProcessTestCluster cluster;

    public TokenCluster()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo(
            (_, silo) =>
            {
                silo.Services.AddSingleton<IVisitLog>(Log);
                silo.Services.AddSingleton<IVisitReader>(Reader);
                silo.Services.AddSingleton(new ChannelKeyring(new KiPass.Tokens.Keys.AgreementKeys(KiPass.Tokens.Keys.EcJwk.Create())));
                silo.Services.AddSingleton(TimeProvider.System);
                silo.AddScans();
            }
        );
        cluster = builder.Build();
    }

    internal HeldLog Log { get; } = new();

    internal OneTicketReader Reader { get; } = new();

    public async ValueTask InitializeAsync() => await cluster.DeployAsync();

    public async ValueTask DisposeAsync() => await cluster.DisposeAsync();

    /// <summary>What a silo itself calls grains with: its hosted client.</summary>
    internal IGrainFactory Inside(int silo) => cluster.Silos[silo].ServiceProvider.GetRequiredService<IGrainFactory>();

    internal ITokenGrain Token(TokenKey token, int silo = 0) => Inside(silo).GetGrain<ITokenGrain>(TokenGrain.KeyOf(token));

    /// <summary>Token grains in memory, over all silos.</summary>
    internal async Task<int> Activations()
    {
        var statistics = await Inside(0).GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
        return statistics
            .Where(grains => grains.GrainType.Contains(nameof(TokenGrain), StringComparison.Ordinal))
            .Sum(grains => grains.ActivationCount);
    }
}

using System.Net;
using KiPass.Grains.Hosting;
using KiPass.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Orleans.Runtime;

namespace KiPass.Grains.Tests.Hosting;

/// <summary>Silos that find one another through the register's own membership scripts.</summary>
public sealed class ClusteringTests
{
    [Fact]
    public async Task Silos_join_through_PostgreSQL_and_detect_a_stopped_silo()
    {
        await using var register = await TestRegister.Create(StoreKind.Postgres);
        using var first = await StartSilo(register.Options);
        using var second = await StartSilo(register.Options);

        await Eventually.True(() => ActiveSilos(first) == 2 && ActiveSilos(second) == 2, "both silos see both");
        await second.StopAsync();
        await Eventually.True(() => ActiveSilos(first) == 1, "the first silo is alone");
        await first.StopAsync();
    }

    [Fact]
    public async Task A_silo_with_SQLite_starts_as_a_single_node()
    {
        await using var register = await TestRegister.Create(StoreKind.Sqlite);
        using var silo = await StartSilo(register.Options);

        Assert.Equal(1, ActiveSilos(silo));
        await silo.StopAsync();
    }

    private static async Task<IHost> StartSilo(RegisterOptions register)
    {
        var ports = FreePorts.NextBlock(2);
        var options = new RegisterOptions
        {
            Data = register.Data,
            Postgres = register.Postgres,
            Address = IPAddress.Loopback.ToString(),
            SiloPort = ports,
            PortalPort = ports + 1,
        };
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo.AddRegisterStorage(options).UseRegisterClustering(options));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static int ActiveSilos(IHost silo)
    {
        var statuses = silo.Services.GetRequiredService<ISiloStatusOracle>().GetApproximateSiloStatuses(onlyActive: true);
        return statuses.Count;
    }
}

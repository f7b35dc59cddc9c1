using KiPass.Grains.Database;
using KiPass.Grains.Hosting;
using KiPass.Grains.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Reminders;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.TestingHost;

namespace KiPass.Grains.Tests.Fixtures;

/// <summary>Silos on a test register. Reminders, grains and the register's own code go by its clock, Orleans's inner time-outs by the real one.</summary>
internal sealed class RegisterCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster cluster;

    private RegisterCluster(TestRegister register, short silos, Action<ISiloBuilder>? configure)
    {
        Register = register;
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ServiceId = register.Options.ServiceId;
        builder.ConfigureSilo(
            (_, silo) =>
            {
                silo.Services.AddSingleton<TimeProvider>(register.Time);
                foreach (
                    var inner in new[]
                    {
                        TimeProviderNames.Messaging,
                        TimeProviderNames.SystemTimers,
                        TimeProviderNames.Membership,
                        TimeProviderNames.ActivationManagement,
                        TimeProviderNames.GrainDirectory,
                    }
                )
                {
                    silo.Services.AddKeyedSingleton(inner, TimeProvider.System);
                }
                silo.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, register.Time);
                silo.Services.AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, register.Time);
                silo.AddRegisterStorage(register.Options);
                configure?.Invoke(silo);
            }
        );
        cluster = builder.Build();
    }

    public TestRegister Register { get; }

    public IGrainFactory Grains => cluster.Client;

    public IReadOnlyList<IServiceProvider> Silos => [.. cluster.Silos.Select(silo => silo.ServiceProvider)];

    public IGrainStorage GrainStorage => Silos[0].GetRequiredKeyedService<IGrainStorage>(RegisterStorage.Name);

    public IReminderTable Reminders => Silos[0].GetRequiredService<IReminderTable>();

    public T Get<T>(int silo = 0)
        where T : notnull => Silos[silo].GetRequiredService<T>();

    public static async Task<RegisterCluster> Start(TestRegister register, short silos = 1, Action<ISiloBuilder>? configure = null)
    {
        var result = new RegisterCluster(register, silos, configure);
        await result.cluster.DeployAsync();
        return result;
    }

    /// <summary>Ends every silo at once, as a power cut does: nothing is finished, nothing deactivated.</summary>
    public async Task Kill()
    {
        foreach (var silo in cluster.Silos.ToList())
        {
            await cluster.KillSiloAsync(silo);
        }
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}

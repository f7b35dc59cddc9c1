using KiPass.Grains.BusinessRegistry;
using KiPass.Grains.Compliance;
using KiPass.Grains.Facilities.Directory;
using KiPass.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Silo.Tests.Hosting;

/// <summary>What must go on without anybody asking (the weekly look at businesses among it) is woken by reminders from a register's start.</summary>
public sealed class KeeperReminderTests
{
    [Fact]
    public async Task A_started_register_registers_reminders_for_its_sweep_grains()
    {
        await using var register = await RegisterUnderTest.Start(Store.Sqlite);
        var reminders = register.Services.GetRequiredService<IReminderTable>();
        IGrainWithStringKey[] keepers =
        [
            register.Grains.GetGrain<IBusinessRegistrySweep>(IBusinessRegistrySweep.Key),
            register.Grains.GetGrain<IDirectorySweep>(IDirectorySweep.Key),
            register.Grains.GetGrain<IComplianceSweep>(IComplianceSweep.Key),
        ];
        foreach (var keeper in keepers)
        {
            await Eventually.True(
                async () => (await reminders.ReadRows(keeper.GetGrainId())).Reminders.Any(row => row.Period <= TimeSpan.FromHours(1)),
                $"{keeper.GetGrainId()} is woken at least hourly"
            );
        }
    }
}

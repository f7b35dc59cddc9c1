using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities;
using KiPass.Grains.Visits;
using KiPass.Grains.Visits.Tokens;
using KiPass.Grains.Visits.Visitors;
using KiPass.Tokens;
using KiPass.Tokens.Passes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KiPass.Silo.Tests.Hosting;

/// <summary>A real Orleans client at the gateway, as a portal is one, that has the internal interfaces all the same.</summary>
public sealed class OrleansClientTests(Registers registers)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task An_Orleans_client_can_call_contract_grains_but_not_internal_grains(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        var gateway = int.Parse(register.Arguments[Array.IndexOf(register.Arguments, "--Register:GatewayPort") + 1]);
        using var host = Host.CreateApplicationBuilder()
            .UseOrleansClient(client => client.UseLocalhostClustering(gateway, "kipass", "kipass"))
            .Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<IClusterClient>();

        var view = await client.GetGrain<IFacilityGrain>(FacilityKey.Of(device.FacilityId)).View(Caller.Account("owner-1"));
        Assert.Equal(AnswerStatus.Done, view.Status);

        var token = new TokenKey(register.Now.ToUnixTimeSeconds(), 1, TokenId.Random());
        var visit = new Visit(
            token,
            new Pseudonym(Guid.NewGuid()),
            device.FacilityId,
            device.DeviceId,
            Guid.NewGuid(),
            register.Now,
            register.Now
        );
        var visitor = new VisitorKey(1, KoreanDay.Of(register.Now), visit.Pseudonym);
        await Refused(() => client.GetGrain<ITokenGrain>(TokenGrain.KeyOf(token)).Spend(visit).AsTask());
        await Refused(() =>
            client.GetGrain<ITokenGrain>(TokenGrain.KeyOf(token)).Void(new Undo(token, visit.ScanId, visit.DeviceId, register.Now)).AsTask()
        );
        await Refused(() => client.GetGrain<IVisitorGrain>(visitor.Text).Visits().AsTask());
        await Refused(() =>
            client.GetGrain<IInternalFacilityGrain>(FacilityKey.Of(device.FacilityId)).Admit(device.DeviceId, new byte[32]).AsTask()
        );
        await Refused(() => client.GetGrain<IPairingGrain>("p:0").Redeem("x").AsTask());
        Assert.Equal(0, await device.TodayCount());
        // The register's own host may: it is a client too, the hosted one.
        Assert.NotNull(await register.Grains.GetGrain<IVisitorGrain>(visitor.Text).Visits());
        await host.StopAsync();
    }

    private static Task<UnauthorizedAccessException> Refused(Func<Task> call) => Assert.ThrowsAsync<UnauthorizedAccessException>(call);
}

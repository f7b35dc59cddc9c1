using KiPass.Testing;
using KiPass.Tokens.Passes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace KiPass.Bench.Scan.Baselines;

/// <summary>Orleans the usual way: a grain for each token, its state written with <c>WriteStateAsync</c> to PostgreSQL.</summary>
internal static class GrainStateBaseline
{
    public static WebApplication Build(string folder, BaselineDoor door)
    {
        var builder = BaselineApp.Builder();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePorts.Next(), FreePorts.Next());
            silo.AddAdoNetGrainStorage(
                "register",
                options =>
                {
                    options.Invariant = "Npgsql";
                    options.ConnectionString = BaselineApp.Postgres(folder).Orleans;
                }
            );
            // Tokens would pile up for hours; a user who measures finds this setting.
            silo.Configure<GrainCollectionOptions>(options =>
            {
                options.CollectionAge = TimeSpan.FromMinutes(1.5);
                options.CollectionQuantum = TimeSpan.FromSeconds(30);
            });
        });
        var app = builder.Build();
        app.MapPost(
            "/v1/scans",
            async (ScanRequest request, HttpContext context, IGrainFactory grains) =>
            {
                if (door.Refuse(context, request, out var device, out var pass) is { } refusal)
                {
                    return refusal;
                }
                var token = grains.GetGrain<IStateTokenGrain>($"t:{pass.Issuer}:{pass.Expiry}:{pass.TokenId.Value:N}");
                var spent = await token.Spend(
                    new StateVisit
                    {
                        ScanId = request.ScanId,
                        DeviceId = device.DeviceId,
                        FacilityId = device.FacilityId,
                        Ticket = pass.Ticket.Value,
                        EnteredAt = request.ScannedAt,
                    }
                );
                return spent ? BaselineDoor.Accepted(request) : BaselineDoor.AlreadyUsed();
            }
        );
        return BaselineApp.Finish(app);
    }
}

[Alias("kipass.bench.state-token")]
internal interface IStateTokenGrain : IGrainWithStringKey
{
    [Alias("Spend")]
    Task<bool> Spend(StateVisit visit);
}

[GenerateSerializer, Alias("kipass.bench.state-visit")]
internal sealed class StateVisit
{
    [Id(0)]
    public Guid ScanId { get; set; }

    [Id(1)]
    public Guid DeviceId { get; set; }

    [Id(2)]
    public Guid FacilityId { get; set; }

    [Id(3)]
    public Guid Ticket { get; set; }

    [Id(4)]
    public DateTimeOffset EnteredAt { get; set; }
}

internal sealed class StateTokenGrain([PersistentState("token", "register")] IPersistentState<StateVisit> state) : Grain, IStateTokenGrain
{
    public async Task<bool> Spend(StateVisit visit)
    {
        if (state.RecordExists)
        {
            return state.State.ScanId == visit.ScanId && state.State.DeviceId == visit.DeviceId;
        }
        state.State = visit;
        await state.WriteStateAsync();
        return true;
    }
}

using KiPass.Grains.Database.Postgres;
using KiPass.Grains.Telemetry;
using KiPass.Grains.Visits;
using KiPass.Grains.Visits.Stores.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Bench.Scan.Baselines;

/// <summary>The limit of this database: the same batched visit log as the register's, called from the endpoint, without grains.</summary>
internal static class NoGrainsBaseline
{
    public static WebApplication Build(string folder, BaselineDoor door)
    {
        var builder = BaselineApp.Builder();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_ => new RegisterSources(BaselineApp.Postgres(folder)));
        builder.Services.AddSingleton<RegisterMeter>();
        builder.Services.AddSingleton<IVisitLog, PostgresVisitLog>();
        var app = builder.Build();
        app.MapPost(
            "/v1/scans",
            async (ScanRequest request, HttpContext context, IVisitLog log) =>
            {
                if (door.Refuse(context, request, out var device, out var pass) is { } refusal)
                {
                    return refusal;
                }
                var visit = new Visit(
                    TokenKey.Of(pass),
                    pass.Ticket,
                    device.FacilityId,
                    device.DeviceId,
                    request.ScanId,
                    request.ScannedAt,
                    door.Now
                );
                var recording = await log.Append(visit, context.RequestAborted);
                return recording.Status == ScanStatus.Accepted ? BaselineDoor.Accepted(request) : BaselineDoor.AlreadyUsed();
            }
        );
        return BaselineApp.Finish(app);
    }
}

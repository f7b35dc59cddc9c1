using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KiPass.Bench.Scan.Baselines;

/// <summary>No grains, no batches: ASP.NET and one Npgsql insert a scan, prepared, on a pool.</summary>
internal static class PlainBaseline
{
    private const string Insert = """
        INSERT INTO visits.visit (slot, issuer, token_id, pseudonym, facility_id, device_id, scan_id, entered_at, received_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (slot, issuer, token_id) DO NOTHING
        """;

    public static WebApplication Build(string folder, BaselineDoor door)
    {
        var builder = BaselineApp.Builder();
        var connection = new NpgsqlConnectionStringBuilder(BaselineApp.Postgres(folder).Recorder)
        {
            MaxAutoPrepare = 10,
            AutoPrepareMinUsages = 2,
        };
        builder.Services.AddSingleton(NpgsqlDataSource.Create(connection));
        var app = builder.Build();
        app.MapPost(
            "/v1/scans",
            async (ScanRequest request, HttpContext context, NpgsqlDataSource database) =>
            {
                if (door.Refuse(context, request, out var device, out var pass) is { } refusal)
                {
                    return refusal;
                }
                await using var command = database.CreateCommand(Insert);
                command.Parameters.AddWithValue(pass.Slot);
                command.Parameters.AddWithValue((int)pass.Issuer);
                command.Parameters.AddWithValue(pass.TokenId.Value);
                command.Parameters.AddWithValue(pass.Ticket.Value);
                command.Parameters.AddWithValue(device.FacilityId);
                command.Parameters.AddWithValue(device.DeviceId);
                command.Parameters.AddWithValue(request.ScanId);
                command.Parameters.AddWithValue(request.ScannedAt.UtcDateTime);
                command.Parameters.AddWithValue(door.Now.UtcDateTime);
                var inserted = await command.ExecuteNonQueryAsync(context.RequestAborted);
                return inserted == 1 ? BaselineDoor.Accepted(request) : BaselineDoor.AlreadyUsed();
            }
        );
        return BaselineApp.Finish(app);
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KiPass.Bench.Scan.Baselines;

/// <summary>The limit: reads the body and answers, with no work at all.</summary>
internal static class HttpOnlyBaseline
{
    public static WebApplication Build()
    {
        var app = BaselineApp.Builder().Build();
        app.MapPost(
            "/v1/scans",
            async (HttpContext context) =>
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                return Results.Json(new ScanAnswer("accepted", Guid.Empty, default, false));
            }
        );
        return BaselineApp.Finish(app);
    }
}

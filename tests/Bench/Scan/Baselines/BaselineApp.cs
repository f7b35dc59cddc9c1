using KiPass.Grains.Database;
using KiPass.Grains.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace KiPass.Bench.Scan.Baselines;

/// <summary>An ASP.NET application as the templates make it, with logging at warnings as in production.</summary>
internal static class BaselineApp
{
    public static WebApplicationBuilder Builder()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        return builder;
    }

    public static WebApplication Finish(WebApplication app)
    {
        app.MapGet("/health/ready", () => "ready");
        return app;
    }

    /// <summary>Connection strings of the register's own settings, so that every path has the same roles and rights.</summary>
    public static RegisterPostgres Postgres(string folder) =>
        new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(folder, "settings.json"))
            .Build()
            .GetSection("Register:Postgres")
            .Get<RegisterPostgres>()!;
}

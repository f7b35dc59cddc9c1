using KiPass.Grains.Hosting;
using Npgsql;

namespace KiPass.Grains.Database.Postgres;

/// <summary>The register's connection pools, one for each role that accesses visits.</summary>
internal sealed class RegisterSources : IAsyncDisposable
{
    public RegisterSources(RegisterPostgres postgres)
    {
        Recorder = Create(postgres.Recorder, "kipass-recorder", poolSize: 8, commandSeconds: 2);
        Tracer = Create(postgres.Tracer, "kipass-tracer", poolSize: 16, commandSeconds: 60);
        Destroyer = Create(postgres.Destroyer, "kipass-destroyer", poolSize: 2, commandSeconds: 300);
    }

    public NpgsqlDataSource Recorder { get; }

    public NpgsqlDataSource Tracer { get; }

    public NpgsqlDataSource Destroyer { get; }

    public async ValueTask DisposeAsync()
    {
        await Recorder.DisposeAsync();
        await Tracer.DisposeAsync();
        await Destroyer.DisposeAsync();
    }

    private static NpgsqlDataSource Create(string connectionString, string application, int poolSize, int commandSeconds)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var parts = builder.ConnectionStringBuilder;
        // Also names the pool in Npgsql's metrics, which would otherwise show the connection string.
        builder.Name = parts.ApplicationName = application;
        parts.MaxPoolSize = poolSize;
        parts.Timeout = 2;
        parts.CommandTimeout = commandSeconds;
        // A server that does not answer a query does not answer its cancellation either: close the connection at once.
        parts.CancellationTimeout = -1;
        parts.IncludeErrorDetail = false;
        return builder.BuildForPrimary();
    }
}

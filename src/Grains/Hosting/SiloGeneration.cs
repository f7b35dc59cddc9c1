using KiPass.Grains.Database;
using KiPass.Grains.Database.Postgres;
using KiPass.Hosting.Settings;
using Npgsql;
using Orleans.Runtime;

namespace KiPass.Grains.Hosting;

/// <summary>
/// Ensures that a silo starts under an unused name. Orleans identifies a silo by address, port and the second of its start, and a name that
/// was declared dead stays dead: a silo that starts in the same second as its predecessor would stop itself.
/// </summary>
internal static class SiloGeneration
{
    /// <summary>Up to this many seconds the start waits for a clock that is behind the previous start.</summary>
    private const int MaxSecondsBehind = 3;

    /// <summary>Waits until no silo of this cluster has started at this address and port in the current second.</summary>
    /// <exception cref="StartException">The machine's clock is far behind an earlier start.</exception>
    public static async Task AwaitNewName(RegisterOptions options, CancellationToken cancellationToken)
    {
        var last = await LastGeneration(options, cancellationToken);
        while (last - SiloAddress.AllocateNewGeneration() is var behind and >= 0)
        {
            if (behind > MaxSecondsBehind)
            {
                throw new StartException(
                    $"The clock of this machine is {behind} s behind the last start of the silo at {options.Address}:{options.SiloPort}: set the clock."
                );
            }
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }

    private static async Task<int> LastGeneration(RegisterOptions options, CancellationToken cancellationToken)
    {
        await using var source = new NpgsqlDataSourceBuilder(options.Postgres!.Orleans).BuildForPrimary();
        await using var command = source.CreateCommand(
            "SELECT coalesce(max(generation), 0) FROM membership WHERE deployment_id = $1 AND address = $2 AND port = $3"
        );
        command.Parameters.Add(new() { Value = options.ClusterId });
        command.Parameters.Add(new() { Value = options.Address });
        command.Parameters.Add(new() { Value = options.SiloPort });
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

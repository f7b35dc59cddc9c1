using KiPass.Grains.Database;
using KiPass.Grains.Database.Postgres;
using Npgsql;
using Orleans.Runtime;

namespace KiPass.Grains.Hosting;

/// <summary>
/// Ensures that a silo starts under an unused name. Orleans identifies a silo by address, port and generation, and a name that was declared
/// dead stays dead. A generation is the second of the start, but at least one more than the last that this process took, so a silo that
/// starts in the same second as its predecessor, or after the clock was set back, needs a higher one.
/// </summary>
internal static class SiloGeneration
{
    /// <summary>Raises the generation of this process above those of all earlier silos of this cluster at this address and port.</summary>
    public static async Task TakeNewName(RegisterOptions options, CancellationToken cancellationToken)
    {
        var last = await LastGeneration(options, cancellationToken);
        while (SiloAddress.AllocateNewGeneration() < last)
        {
            cancellationToken.ThrowIfCancellationRequested();
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

using Npgsql;

namespace KiPass.SystemTests.Traces.LineLists;

/// <summary>
/// Goal: in a cluster, the remaining silos complete a trace whose silo was killed. Method: the silo that calls the issuer
/// is killed, three times in one trace, and the list is compared with the expected one.
/// </summary>
[Collection(ThreeSilosGroup.Name)]
public sealed class ThreeSilosTests(ThreeSilos system)
{
    [Fact]
    public async Task Another_silo_completes_a_trace_with_the_same_line_list_when_its_silo_is_killed()
    {
        var stages = new Stages(system.HeldIssuer);
        await using var officials = await system.Officials();
        var order = await officials.Ask(system.Script.Index, system.Script.FirstDay, system.Script.LastDay);
        await officials.Approve(order);

        await stages.Arrival("subjects");
        system.Stack.Kill(system.SiloAsking("subjects"));

        await stages.Arrival("subjects");
        await using (await HoldVisits())
        {
            var silo = system.SiloAsking("subjects");
            stages.Pass("subjects");
            await system.Reaches(order, Stages.ReadingVisits);
            system.Stack.Kill(silo);
        }

        await stages.Arrival("identities");
        system.Stack.Kill(system.SiloAsking("identities"));
        await stages.Arrival("identities");
        stages.Pass("identities");

        await system.Completes(order);
        var list = await officials.Collect(order);
        Truth.Same(Truth.Of(system.Script), list.Case, list.Csv);
    }

    // As long as it is held, nobody reads a visit.
    private async Task<NpgsqlConnection> HoldVisits()
    {
        var held = new NpgsqlConnection(system.Postgres!.ConnectionString("kipass_register") + ";Pooling=false");
        await held.OpenAsync();
        await using var command = held.CreateCommand();
        command.CommandText = "BEGIN; LOCK TABLE visits.visit IN ACCESS EXCLUSIVE MODE";
        await command.ExecuteNonQueryAsync();
        return held;
    }
}

using Npgsql;

namespace KiPass.SystemTests.Traces.LineLists;

/// <summary>
/// Goal: in a cluster the silos that are left end a trace whose silo died. Method: the issuer sees which silo asks it; that one is killed, whichever
/// it is, three times in one trace, and the list is compared with the truth.
/// </summary>
[Collection(ThreeSilosGroup.Name)]
public sealed class ThreeSilosTests(ThreeSilos system)
{
    [Fact]
    public async Task A_trace_whose_silo_is_killed_is_ended_by_another_with_the_same_line_list()
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

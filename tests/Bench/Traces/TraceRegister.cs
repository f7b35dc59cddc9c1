using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using KiPass.Bench.Running;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Hosting;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Orders;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace KiPass.Bench.Traces;

/// <summary>A register that holds so many visits: a database of its own, a real silo, and the authority connected to it.</summary>
internal sealed class TraceRegister : IAsyncDisposable
{
    private readonly TraceDomains domains;
    private readonly string database;
    private readonly string[] settings;
    private readonly int portalPort = FreePorts.Next();
    private readonly long visits;

    private TraceRegister(TraceDomains domains, ManyVisits world, long visits)
    {
        this.domains = domains;
        this.visits = visits;
        World = world;
        database = $"trace_{Guid.NewGuid():N}"[..16];
        settings =
        [
            "--Register:Data",
            domains.Register.Path,
            "--Register:SiloPort",
            $"{FreePorts.Next()}",
            "--Register:PortalPort",
            $"{portalPort}",
            .. domains.SiloCertificates,
        ];
    }

    public ManyVisits World { get; }

    public Server Silo { get; private set; } = null!;

    /// <summary>Silo, issuer and PostgreSQL.</summary>
    public IReadOnlyList<int> ProcessIds => [Silo.ProcessId, domains.IssuerProcessId, domains.Postgres.ProcessId];

    public AuthorityDesk Authority { get; private set; } = null!;

    /// <summary>Tokens of paired scanners, for a scan load.</summary>
    public IReadOnlyList<string> DeviceTokens { get; private set; } = [];

    /// <param name="known">The first so many people are out.</param>
    /// <param name="devicesEach">Paired scanners of each of the twelve facilities of the demonstration.</param>
    public static async Task<TraceRegister> Start(
        TraceDomains domains,
        ManyPlaces places,
        ManyVisits world,
        TraceSize size,
        int devicesEach,
        Action<string> say
    )
    {
        var register = new TraceRegister(domains, world, size.Visits);
        try
        {
            await register.Fill(places, size, devicesEach, say);
            register.Silo = await Server.Start(Programs.Silo, register.settings, new Uri($"http://127.0.0.1:{FreePorts.Next()}"));
            register.Authority = AuthorityDesk.Connect(domains, register.portalPort);
            await register.Quiet();
            return register;
        }
        catch
        {
            await register.DisposeAsync();
            throw;
        }
    }

    /// <summary>One trace of the index case; its list is compared with who was there.</summary>
    public async Task<TraceRun> TraceCase()
    {
        var today = World.First + (ManyVisits.Days - 1);
        var run = await Authority.Case(new IndexPerson(ManyPeople.Phone(0), ManyPeople.Name(0)), World.First, today);
        var people = World.Case.Contacts.Select(contact => contact.Person);
        Require(run, people, World.Case.Contacts.Count, World.PaperContacts);
        return run;
    }

    /// <summary>One trace of a facility and a window; its list is compared with who was there.</summary>
    public async Task<TraceRun> TraceWindow()
    {
        var (facility, from, to, entries) = World.Window;
        var run = await Authority.Window(facility, from, to);
        Require(run, entries.Select(entry => entry.Person), entries.Count, paper: 0);
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        if (Authority is not null)
        {
            Authority.Dispose();
        }
        if (Silo is not null)
        {
            await Silo.DisposeAsync();
        }
        await using var connection = new NpgsqlConnection(domains.Postgres.ConnectionString() + ";Command Timeout=120");
        await connection.OpenAsync();
        await using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS {database} WITH (FORCE)", connection);
        await drop.ExecuteNonQueryAsync();
    }

    private async Task Fill(ManyPlaces places, TraceSize size, int devicesEach, Action<string> say)
    {
        var clock = Stopwatch.StartNew();
        await Programs.RunOnce(
            Programs.Silo,
            ["provision", "--postgres", domains.Postgres.Url, "--database", database, "--Register:Data", domains.Register.Path]
        );
        var printed = await Programs.RunOnce(
            Programs.Silo,
            ["demo", .. settings],
            new JsonObject { ["visits"] = new JsonArray(), ["devicesEach"] = devicesEach }.ToJsonString()
        );
        DeviceTokens =
        [
            .. JsonNode.Parse(printed)!["facilities"]!
                .AsArray()
                .SelectMany(facility => facility!["devices"]?.AsArray() ?? [])
                .Select(device => device!["token"]!.GetValue<string>()),
        ];
        await using var connection = new NpgsqlConnection(domains.Postgres.ConnectionString(database) + ";Command Timeout=600");
        await connection.OpenAsync();
        await places.Copy(connection, (World.First + (ManyVisits.Days - 1)).Number);
        var configuration = new ConfigurationBuilder().AddJsonFile(Path.Combine(domains.Register.Path, "settings.json")).Build();
        var postgres = configuration.GetSection(RegisterOptions.Section).Get<RegisterOptions>()!.Postgres!;
        await World.Store(database, postgres, size);
        await using var vacuum = new NpgsqlCommand("VACUUM ANALYZE grain_state, facility_directory; ", connection);
        await vacuum.ExecuteNonQueryAsync();
        await using var checkpoint = new NpgsqlCommand("CHECKPOINT", connection);
        await checkpoint.ExecuteNonQueryAsync();
        say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{size.Visits:N0} visits of {size.People:N0} people at {places.Count:N0} facilities stored in {clock.Elapsed.TotalSeconds:F0} s"
            )
        );
    }

    // What a silo does once after its start (sweeps over the days) is not the trace's.
    private Task Quiet()
    {
        var window = TimeSpan.FromSeconds(2);
        double Cpu() => ProcessCost.CpuSeconds(Silo.ProcessId) + ProcessCost.CpuSeconds(domains.Postgres.ProcessId);
        var (since, before) = (TimeProvider.System.GetTimestamp(), Cpu());
        return Eventually.True(
            () =>
            {
                var elapsed = TimeProvider.System.GetElapsedTime(since);
                if (elapsed < window)
                {
                    return false;
                }
                var used = Cpu() - before;
                (since, before) = (TimeProvider.System.GetTimestamp(), before + used);
                return used < 0.05 * elapsed.TotalSeconds;
            },
            "silo and database are idle",
            TimeSpan.FromMinutes(2)
        );
    }

    private void Require(TraceRun run, IEnumerable<int> people, int contacts, int paper)
    {
        var expected = people.Select(person => (ManyPeople.Phone(person), ManyPeople.Name(person))).ToHashSet();
        var found = run.List.Rows.Where(row => row.Source == Portal.Officials.Traces.LineList.LineSource.Issuer).ToList();
        var onPaper = run.List.Rows.Count(row => row.Source == Portal.Officials.Traces.LineList.LineSource.PaperUnsigned);
        if (
            run.Contacts != contacts
            || found.Count != expected.Count
            || !expected.SetEquals(found.Select(row => (row.Phone, row.Name)))
            || onPaper != paper
            || run.List.Rows.Count != found.Count + onPaper
        )
        {
            throw new InvalidOperationException(
                $"With {visits:N0} visits the list has {found.Count} people of {expected.Count}, {run.Contacts} contacts of {contacts}, "
                    + $"{onPaper} on paper of {paper}, {run.List.Rows.Count} rows."
            );
        }
    }
}

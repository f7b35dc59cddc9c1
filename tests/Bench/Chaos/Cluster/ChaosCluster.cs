using System.Net;
using System.Text.Json.Nodes;
using KiPass.Bench.Running;
using KiPass.Grains.Hosting;
using KiPass.Hosting.Tls;
using KiPass.Testing;
using Npgsql;

namespace KiPass.Bench.Chaos.Cluster;

/// <summary>
/// Several silos on a primary with its standby, where every way between them can be cut or slowed: between two silos, and between a silo and
/// the database. What ends is started again, as a service manager does.
/// </summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    private static readonly TimeSpan WholePatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(30);

    private readonly Action<string> say;
    private readonly TemporaryFolder folder = new();
    private readonly TestAuthority? authority;
    private readonly List<Relay> relays = [];
    private readonly Line[,] between;
    private readonly int[] siloPorts;

    private ChaosCluster(int silos, DatabasePair database, bool isPlain, Action<string> say)
    {
        this.say = say;
        authority = isPlain ? null : new TestAuthority(folder["tls"]);
        Database = database;
        siloPorts = [.. Enumerable.Range(0, silos).Select(_ => FreePorts.Next())];
        between = new Line[silos, silos];
        for (var i = 0; i < silos; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                between[i, j] = between[j, i] = new Line();
            }
        }
        ToDatabase = [.. Enumerable.Range(0, silos).Select(_ => new Line())];
    }

    public DatabasePair Database { get; }

    public SiloClocks Clocks { get; } = new();

    public BenchRegister Register { get; private set; } = null!;

    /// <summary>Each silo's line to the database, both servers of it.</summary>
    public IReadOnlyList<Line> ToDatabase { get; }

    /// <param name="isPlain">Silos talk without certificates.</param>
    public static async Task<ChaosCluster> Start(int silos, int devices, bool isPlain, Action<string> say)
    {
        var cluster = new ChaosCluster(silos, await DatabasePair.Start(), isPlain, say);
        try
        {
            cluster.Register = await BenchRegister.Start(cluster.Database.Primary, devices, silos, cluster.StartOf);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public Line Between(int one, int other) => between[one, other];

    /// <summary>The lines between a silo and all others.</summary>
    public IEnumerable<Line> Around(int silo) =>
        Enumerable.Range(0, siloPorts.Length).Where(other => other != silo).Select(other => between[silo, other]);

    /// <summary>Waits until every silo runs and is ready, starting those that have ended.</summary>
    /// <returns>How many had ended.</returns>
    public async Task<int> Whole()
    {
        var ended = 0;
        await Eventually.True(
            async () =>
            {
                var ready = true;
                foreach (var silo in Register.Silos)
                {
                    if (silo.HasExited)
                    {
                        ended++;
                        say($"  {silo.Url} had ended with {silo.ExitCode}: {silo.LastError}");
                        silo.StartAgain();
                    }
                    ready &= (await silo.AskReady()).IsReady;
                }
                return ready;
            },
            $"all silos are ready:\n{string.Join("\n--\n", Register.Silos.Select(silo => silo.Tail))}",
            WholePatience
        );
        return ended;
    }

    /// <summary>Waits until the database answers, starting the primary if a fault ended it.</summary>
    public Task DatabaseAnswers() =>
        Eventually.True(
            async () =>
            {
                try
                {
                    await Database.Primary.StartUnlessRunning();
                    await Database.Primary.Ask("SELECT 1");
                    return true;
                }
                catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
                {
                    return false;
                }
            },
            "the database answers",
            AnswerPatience
        );

    /// <summary>The names under which the silos live now: each one's last start.</summary>
    public async Task<IReadOnlyList<int>> Generations()
    {
        var generations = new List<int>();
        foreach (var port in siloPorts)
        {
            generations.Add((int)(await AskMembership($"SELECT coalesce(max(generation), 0) FROM membership WHERE port = {port}"))!);
        }
        return generations;
    }

    /// <summary>Waits until all silos of one of these groups have been declared dead under the names that they had.</summary>
    /// <returns>Which group, and how long it took.</returns>
    public async Task<(int[] Silos, TimeSpan Took)> DeclaredDead(
        IReadOnlyList<int[]> groups,
        IReadOnlyList<int> generations,
        TimeSpan patience
    )
    {
        // SiloStatus.Dead of Orleans.
        const int Dead = 6;
        var since = TimeProvider.System.GetTimestamp();
        var gone = groups[0];
        async Task<bool> IsDead(int silo) =>
            await AskMembership($"SELECT status FROM membership WHERE port = {siloPorts[silo]} AND generation = {generations[silo]}")
            is Dead;
        await Eventually.True(
            async () =>
            {
                foreach (var group in groups)
                {
                    var dead = await Task.WhenAll(group.Select(IsDead));
                    if (dead.All(isDead => isDead))
                    {
                        gone = group;
                        return true;
                    }
                }
                return false;
            },
            $"silo {string.Join(", or ", groups.Select(group => string.Join(" and ", group)))} is declared dead",
            patience
        );
        return (gone, TimeProvider.System.GetElapsedTime(since));
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < siloPorts.Length; i++)
        {
            ToDatabase[i].Mend();
            foreach (var line in Around(i))
            {
                line.Mend();
            }
        }
        try
        {
            if (Register is not null)
            {
                await Register.DisposeAsync();
            }
            foreach (var relay in relays)
            {
                await relay.DisposeAsync();
            }
        }
        finally
        {
            await Database.DisposeAsync();
            Clocks.Dispose();
            authority?.Dispose();
            folder.Dispose();
        }
    }

    private Task<object?> AskMembership(string sql) => Database.Primary.Ask(sql, Register.Database);

    // Each silo is known to the others by an address of its own, where its relay listens; the silo itself listens behind it.
    private SiloStart StartOf(BenchRegister register, int silo)
    {
        Register = register;
        var known = new IPEndPoint(new IPAddress([127, 0, 0, (byte)(11 + silo)]), siloPorts[silo]);
        relays.Add(new Relay(known, new IPEndPoint(IPAddress.Loopback, siloPorts[silo]), sender => LineFrom(sender, silo)));
        var hosts = Database
            .Servers.Select(server => new Relay(
                new IPEndPoint(IPAddress.Loopback, 0),
                new IPEndPoint(IPAddress.Loopback, server.Port),
                _ => ToDatabase[silo]
            ))
            .ToList();
        relays.AddRange(hosts);
        var host = string.Join(',', hosts.Select(relay => relay.At));
        return new SiloStart(
            [
                "--Register:Address",
                $"{known.Address}",
                "--Register:ListenAddress",
                $"{IPAddress.Loopback}",
                "--Register:SiloPort",
                $"{known.Port}",
                "--Register:PortalPort",
                $"{FreePorts.Next()}",
                .. Certificates(),
                .. ConnectionStrings(register, host),
            ],
            Clocks.EnvironmentOf(silo)
        );
    }

    // Each silo its own, as on hosts of their own (docs/adr/0011).
    private string[] Certificates()
    {
        if (authority is null)
        {
            return [];
        }
        var (certificate, key) = authority.Sign(RegisterCertificates.SiloName);
        return
        [
            "--Register:Tls:Authority",
            authority.CertificateFile,
            "--Register:Tls:Certificate",
            certificate,
            "--Register:Tls:Key",
            key,
        ];
    }

    private static IEnumerable<string> ConnectionStrings(BenchRegister register, string host)
    {
        var settings = JsonNode.Parse(File.ReadAllText(Path.Combine(register.Data, "settings.json")))!;
        foreach (var (role, text) in settings[RegisterOptions.Section]![nameof(RegisterOptions.Postgres)]!.AsObject())
        {
            var parts = new NpgsqlConnectionStringBuilder((string)text!)
            {
                Host = host,
                TargetSessionAttributes = "primary",
                HostRecheckSeconds = 1,
            };
            yield return $"--Register:Postgres:{role}";
            yield return parts.ConnectionString;
        }
    }

    private Line? LineFrom(IPEndPoint sender, int to)
    {
        var processes = Register.Silos.Where(silo => !silo.HasExited).Select(silo => silo.ProcessId).ToList();
        if (SocketOwners.OwnerOf(sender, processes) is not { } owner)
        {
            return null;
        }
        var from = Register.Silos.ToList().FindIndex(silo => !silo.HasExited && silo.ProcessId == owner);
        return from < 0 ? null : between[from, to];
    }
}

using KiPass.Grains.Database;
using KiPass.Grains.Hosting;
using KiPass.Grains.Retention;
using KiPass.Grains.Traces;
using KiPass.Hosting.Settings;
using KiPass.Hosting.Tls;
using KiPass.Silo.Health;
using Orleans.Configuration;

namespace KiPass.Silo.Hosting;

/// <summary>The Orleans silo of the register, with the settings that differ from Orleans' defaults.</summary>
internal static class RegisterSilo
{
    /// <summary>How long a grain may take to answer; methods on the scan path declare 3 s themselves.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a stopping silo may take to finish what it has begun; less than the 20 s after which <c>up</c> kills it.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Requests that may wait for one grain; Orleans has no limit of its own.</summary>
    private const int MaxWaitingForOneGrain = 5000;

    /// <summary>Memory use of the machine in percent above which calls of the portals are rejected, so that scans keep working.</summary>
    private const int MemoryLimitPercent = 90;

    /// <summary>
    /// A silo that is dead, hangs or is cut off is removed after three probes without an answer and the votes of two silos: within 12 s. Two
    /// seconds more would delay scans noticeably; two fewer would mistake a busy machine for a dead one.
    /// </summary>
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);
    private const int MissedProbes = 3;
    private const int VotesForDeath = 2;

    /// <summary>
    /// How long one silo's vote against another counts; it is renewed with each probe without an answer. With Orleans' two minutes, a silo that
    /// is cut off could end a healthy one with the vote that a third cast in an earlier incident.
    /// </summary>
    private static readonly TimeSpan VoteLifetime = 5 * ProbeTimeout;

    /// <summary>How soon a silo that was asleep learns that it was declared dead, and ends.</summary>
    private static readonly TimeSpan MembershipRefresh = TimeSpan.FromSeconds(5);

    public static void AddRegisterSilo(this IHostApplicationBuilder builder, RegisterOptions options)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        // Before Orleans, which starts with the database's time.
        builder.Services.AddClusterTime();
        builder.UseOrleans(silo =>
        {
            if (options.Tls is { } tls)
            {
                silo.Secure(tls);
            }
            silo.UseRegisterClustering(options).AddRegisterStorage(options).AddRetention().AddSweeps().AddScans().AddTraces();
            silo.Configure<SiloMessagingOptions>(messaging =>
            {
                messaging.ResponseTimeout = ResponseTimeout;
                messaging.MaxEnqueuedRequestsHardLimit = MaxWaitingForOneGrain;
            });
            silo.Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = ProbeTimeout;
                // Orleans would extend it to four times as much for a silo that has answered slowly, and trust a connection that is open but
                // silent for that long: a paused silo stayed for 37 s.
                membership.MinProbeTimeout = ProbeTimeout;
                membership.MaxProbeTimeout = ProbeTimeout;
                membership.NumMissedProbesLimit = MissedProbes;
                membership.NumVotesForDeathDeclaration = VotesForDeath;
                membership.DeathVoteExpirationTimeout = VoteLifetime;
                membership.TableRefreshTimeout = MembershipRefresh;
                // A probe through a third silo waits for that one too: if it is loaded, paused or cut off itself, the decision is delayed.
                // The two votes already keep one silo's broken connection from ending another.
                membership.EnableIndirectProbes = false;
            });
            silo.Configure<LoadSheddingOptions>(shedding =>
            {
                shedding.LoadSheddingEnabled = true;
                shedding.MemoryThreshold = MemoryLimitPercent;
                // Not by processor use: commits are shared, so scans get cheaper under load.
                shedding.CpuThreshold = 100;
            });
        });
    }

    private static void Secure(this ISiloBuilder silo, RegisterTls tls)
    {
        RegisterCertificates certificates;
        try
        {
            certificates = new RegisterCertificates(tls.Authority, tls.Certificate, tls.Key, RegisterCertificates.SiloName);
        }
        catch (InvalidDataException e)
        {
            throw new StartException($"Register:Tls: {e.Message}", e);
        }
        silo.Configure<SiloConnectionOptions>(connections =>
        {
            connections.ConfigureSiloInboundConnection(inner => inner.AnswerWith(certificates, RegisterCertificates.SiloName));
            connections.ConfigureSiloOutboundConnection(inner => inner.CallWith(certificates));
            connections.ConfigureGatewayInboundConnection(inner =>
                inner.AnswerWith(certificates, RegisterCertificates.ClientName, RegisterCertificates.SiloName)
            );
        });
    }
}

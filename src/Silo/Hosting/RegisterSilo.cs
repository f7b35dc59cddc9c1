using KiPass.Grains.Database;
using KiPass.Grains.Hosting;
using KiPass.Grains.Retention;
using KiPass.Grains.Traces;
using KiPass.Hosting.Tls;
using KiPass.Silo.Health;
using Microsoft.AspNetCore.Connections;
using Orleans.Configuration;

namespace KiPass.Silo.Hosting;

/// <summary>The Orleans silo of the register, with the settings that differ from Orleans' defaults.</summary>
internal static class RegisterSilo
{
    /// <summary>Default response timeout of grain calls. Methods on the scan path declare 3 s.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Time for a stopping silo to complete its work. Less than the 20 s after which <c>up</c> kills it.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Maximum number of waiting requests per grain. Orleans has no limit by default.</summary>
    private const int MaxWaitingForOneGrain = 5000;

    /// <summary>
    /// A silo that crashes, hangs or is disconnected is removed after three failed probes and the votes of two silos: within 12 s. Two
    /// seconds more would delay scans noticeably. Two seconds less would treat a busy machine as dead.
    /// </summary>
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);
    private const int MissedProbes = 3;
    private const int VotesForDeath = 2;

    /// <summary>
    /// Lifetime of one silo's vote against another, renewed with each failed probe. With Orleans' default of two minutes, a disconnected
    /// silo could remove a healthy one with an old vote of a third silo.
    /// </summary>
    private static readonly TimeSpan VoteLifetime = 5 * ProbeTimeout;

    /// <summary>Interval at which a silo checks whether it was declared dead, for example after sleep, and then exits.</summary>
    private static readonly TimeSpan MembershipRefresh = TimeSpan.FromSeconds(5);

    /// <param name="certificates">The silo's certificate; null on a single machine.</param>
    public static void AddRegisterSilo(this IHostApplicationBuilder builder, RegisterOptions options, RegisterCertificates? certificates)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        // Registered before Orleans, which needs the database's time at startup.
        builder.Services.AddClusterTime();
        builder.UseOrleans(silo =>
        {
            if (certificates is not null)
            {
                silo.Secure(certificates);
            }
            else if (options.Postgres is null)
            {
                silo.RefusePeers();
            }
            silo.UseRegisterClustering(options).AddRegisterStorage(options).AddRetention().AddSweeps().AddScans().AddLiveGrid().AddTraces();
            silo.Configure<SiloMessagingOptions>(messaging =>
            {
                messaging.ResponseTimeout = ResponseTimeout;
                messaging.MaxEnqueuedRequestsHardLimit = MaxWaitingForOneGrain;
            });
            silo.Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = ProbeTimeout;
                // Orleans would extend the timeout up to four times for a slow silo and trust an open but
                // silent connection for that long. In a test, a paused silo remained for 37 s.
                membership.MinProbeTimeout = ProbeTimeout;
                membership.MaxProbeTimeout = ProbeTimeout;
                membership.NumMissedProbesLimit = MissedProbes;
                membership.NumVotesForDeathDeclaration = VotesForDeath;
                membership.DeathVoteExpirationTimeout = VoteLifetime;
                membership.TableRefreshTimeout = MembershipRefresh;
                // An indirect probe also waits for the third silo. If that silo is slow, paused or disconnected, the decision is delayed.
                // Two required votes already prevent removal of a healthy silo because of one broken connection.
                membership.EnableIndirectProbes = false;
            });
        });
    }

    private static void Secure(this ISiloBuilder silo, RegisterCertificates certificates) =>
        silo.Configure<SiloConnectionOptions>(connections =>
        {
            connections.ConfigureSiloInboundConnection(inner => inner.AnswerWith(certificates, RegisterCertificates.SiloName));
            connections.ConfigureSiloOutboundConnection(inner => inner.CallWith(certificates));
        });

    // A single silo has no peers, so no connection to its port is legitimate.
    private static void RefusePeers(this ISiloBuilder silo) =>
        silo.Configure<SiloConnectionOptions>(connections =>
            connections.ConfigureSiloInboundConnection(inner =>
                inner.Run(connection =>
                {
                    connection.Abort();
                    return Task.CompletedTask;
                })
            )
        );
}

using System.Diagnostics;
using KiPass.Contracts.Access;
using KiPass.Contracts.Traces;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Portal.Shared.Register;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using Microsoft.Extensions.Logging.Abstractions;

namespace KiPass.Bench.Traces;

/// <summary>One trace, from its start to a line list of names.</summary>
/// <param name="Seconds">From the call that starts it until the list is joined.</param>
/// <param name="Contacts">Tickets found, as the register counts them.</param>
/// <param name="Steps">What it was doing how long, milliseconds.</param>
internal sealed record TraceRun(double Seconds, int Contacts, JoinedList List, IReadOnlyList<(string Step, double Ms)> Steps);

/// <summary>Does what the officials' portal does: signs an order, starts the trace over HTTPS with its certificate, watches it, opens and joins.</summary>
internal sealed class AuthorityDesk : IDisposable
{
    private const int MostContacts = 10_000;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly RegisterClient register;
    private readonly FileSigningKey signing;
    private readonly FileDecryptionKey decryption;
    private readonly TrustedRegister trustedRegister;
    private readonly TrustedIssuer trustedIssuer;

    private AuthorityDesk(TraceDomains domains, int portalPort)
    {
        signing = new FileSigningKey(domains.Authority.SigningKey());
        decryption = new FileDecryptionKey(domains.Authority.EncryptionKey());
        trustedRegister = domains.Authority.Register();
        trustedIssuer = domains.Authority.Issuer(TraceDomains.IssuerNumber)!;
        register = new RegisterClient(
            CallingPortal.Authority,
            [new Uri($"https://127.0.0.1:{portalPort}")],
            RegisterConnections.Create(domains.PortalCertificates),
            new CallKey(() => signing),
            TimeProvider.System,
            NullLogger<RegisterClient>.Instance
        );
    }

    public static AuthorityDesk Connect(TraceDomains domains, int portalPort) => new(domains, portalPort);

    /// <summary>Traces the contacts of a person.</summary>
    public Task<TraceRun> Case(IndexPerson person, KoreanDay from, KoreanDay to) =>
        Run(
            new RegisterPart(TraceKind.Case, new Dictionary<string, int>(), CloseMinutes: 15),
            new Dictionary<ushort, string> { [TraceDomains.IssuerNumber] = person.Seal(trustedIssuer.EncryptionKey) },
            from,
            to,
            person
        );

    /// <summary>Traces who was at a facility in a window of time.</summary>
    public Task<TraceRun> Window(Guid facility, DateTimeOffset from, DateTimeOffset to) =>
        Run(
            new RegisterPart(TraceKind.FacilityWindow, new Dictionary<string, int>(), CloseMinutes: 15, facility, from, to),
            new Dictionary<ushort, string>(),
            KoreanDay.Of(from),
            KoreanDay.Of(to),
            index: null
        );

    public void Dispose() => register.Dispose();

    private async Task<TraceRun> Run(
        RegisterPart part,
        Dictionary<ushort, string> forIssuer,
        KoreanDay from,
        KoreanDay to,
        IndexPerson? index
    )
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var order = new TraceOrder(
            Guid.NewGuid(),
            now,
            now.AddDays(1),
            "2020-bench",
            "감염병예방법 제76조의2제1항",
            "official-1",
            "official-2",
            from,
            to,
            MostContacts,
            NoticeAfterDays: 30,
            forIssuer,
            part.Seal(trustedRegister.EncryptionKey)
        );
        var jws = order.Sign(signing);
        var trace = register.Grain<ITraceGrain>(ITraceGrain.KeyOf(order.Id));
        var clock = Stopwatch.StartNew();
        var steps = new List<(string, double)>();
        void Done(string step) => steps.Add((step, clock.Elapsed.TotalMilliseconds - steps.Sum(s => s.Item2)));

        if (await trace.Start(jws) is not TraceStart.Begun and var refused)
        {
            throw new InvalidOperationException($"The register did not begin the trace: {refused}.");
        }
        Done("start");
        var contacts = await Completed(trace, Done);
        var result = await trace.Result() ?? throw new InvalidOperationException("A completed trace has no result.");
        Done("fetch");
        var list = Open(order.Id, result, index);
        Done("open and join");
        return new TraceRun(clock.Elapsed.TotalSeconds, contacts, list, steps);
    }

    private static async Task<int> Completed(ITraceGrain trace, Action<string> done)
    {
        var stage = TraceStage.AskingForSubjects;
        TraceProgress? progress = null;
        await Eventually.True(
            async () =>
            {
                progress = await trace.Progress() ?? throw new InvalidOperationException("The trace is gone.");
                if (progress.Stage != stage)
                {
                    done($"{stage}");
                    stage = progress.Stage;
                }
                return progress.IsFinal;
            },
            "the trace has ended",
            Patience,
            BetweenLooks
        );
        return progress!.Stage == TraceStage.Completed
            ? progress.Contacts
            : throw new InvalidOperationException($"The trace ended as {progress.Stage}.");
    }

    private JoinedList Open(Guid order, TraceResult result, IndexPerson? index)
    {
        var findings =
            TraceFindings.Open(result.Findings, decryption, trustedRegister.SigningKey, order)
            ?? throw new InvalidOperationException("The findings do not open.");
        var identities = result.Identities.ToDictionary(
            part => part.Issuer,
            part =>
                IdentitiesAnswer.Open(part.Sealed, decryption, trustedIssuer.SigningKey, order)
                ?? throw new InvalidOperationException("The issuer's answer does not open.")
        );
        return LineListJoin.Join(
            findings,
            identities,
            paper =>
                PaperEntry.Open(paper.Sealed, decryption, paper.DeviceKey, out var isSigned) is { } entry
                    ? new OpenedPaper(entry, isSigned)
                    : null,
            index,
            new TraceOrderDraft()
        );
    }
}

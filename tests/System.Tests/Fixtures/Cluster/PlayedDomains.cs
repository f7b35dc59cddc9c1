using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using KiPass.Contracts.Access;
using KiPass.Contracts.Traces;
using KiPass.Portal.Shared.Register;
using KiPass.SystemTests.Cluster;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;
using Microsoft.Extensions.Logging.Abstractions;

namespace KiPass.SystemTests.Fixtures;

/// <summary>An issuer and an authority beside real silos, played by a test: passes and names of the one, orders of the other.</summary>
internal sealed class PlayedDomains : IAsyncDisposable
{
    private const ushort IssuerNumber = 1;

    // On a busy machine an issuer may miss its time; the register asks again after a minute.
    private static readonly TimeSpan TracePatience = TimeSpan.FromMinutes(3);

    private readonly HttpListener listener = new();
    private readonly Task serving;
    private readonly AgreementKeys agreement = new(EcJwk.Create());
    private readonly EcJwk issuerSigning = EcJwk.Create();
    private readonly EcJwk authoritySigning = EcJwk.Create();
    private readonly EcJwk authorityEncryption = EcJwk.Create();
    private readonly DomainFolder register;
    private readonly ChannelKeyring keys;
    private readonly ConcurrentDictionary<Ticket, (KoreanDay Day, DisclosedPerson Person)> people = [];
    private Guid order;
    private int lastNumber;

    /// <summary>Makes the register's keys and pins both at it.</summary>
    public PlayedDomains(DomainFolder register)
    {
        this.register = register;
        var url = new Uri($"http://127.0.0.1:{FreePorts.Next()}");
        register.CreateKeys(withAgreement: true);
        register.Pin(new TrustedAuthority(authoritySigning.Public(), authorityEncryption.Public()));
        register.Pin(new TrustedIssuer(IssuerNumber, "issuer", url, agreement.Public(), issuerSigning.Public(), EcJwk.Create().Public()));
        keys = new ChannelKeyring(agreement);
        keys.Pin(IssuerNumber, register.AgreementKeys().Public());
        listener.Prefixes.Add($"{url}");
        listener.Start();
        serving = Serve();
    }

    /// <summary>Everybody to whom a pass was given, by name.</summary>
    public IReadOnlySet<string> Names => people.Values.Select(shown => shown.Person.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>A pass of somebody new.</summary>
    public string PassNow()
    {
        var now = TimeProvider.System.GetUtcNow();
        var seconds = now.ToUnixTimeSeconds();
        var slot = seconds - seconds % Pass.SlotSeconds;
        var ticket = new Ticket(Guid.NewGuid());
        var number = Interlocked.Increment(ref lastNumber);
        people[ticket] = (KoreanDay.OfUnixSeconds(slot), new DisclosedPerson(number, $"방문자 {number}", "+821012345678", 1980));
        return PassSealer.Seal(IssuerNumber, ticket, slot, keys);
    }

    /// <summary>Has the register trace a facility's window, by way of one silo; gives the names in the line list.</summary>
    public async Task<IReadOnlyList<string>> Trace(int portalPort, Guid facility, DateTimeOffset from, DateTimeOffset to)
    {
        var key = new FileSigningKey(authoritySigning);
        using var client = new RegisterClient(
            CallingPortal.Authority,
            [new Uri($"http://127.0.0.1:{portalPort}")],
            RegisterConnections.Create(certificates: null),
            new CallKey(() => key),
            TimeProvider.System,
            NullLogger<RegisterClient>.Instance
        );
        order = Guid.NewGuid();
        var trace = client.Grain<ITraceGrain>(ITraceGrain.KeyOf(order));
        Assert.Equal(TraceStart.Begun, await trace.Start(Order(facility, from, to)));
        await Eventually.True(
            async () =>
            {
                var progress = await trace.Progress();
                Assert.False(progress is { IsFinal: true, Stage: not TraceStage.Completed }, $"{progress}");
                Assert.DoesNotContain(progress!.Issuers, issuer => issuer.Identities > IssuerAnswer.Answered);
                return progress.Stage == TraceStage.Completed;
            },
            "the trace is done",
            TracePatience
        );
        return Join((await trace.Result())!);
    }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving;
    }

    private string Order(Guid facility, DateTimeOffset from, DateTimeOffset to)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var part = new RegisterPart(TraceKind.FacilityWindow, new Dictionary<string, int>(), 15, facility, from, to);
        return new TraceOrder(
            order,
            now,
            now.AddDays(1),
            "2020-mixed",
            "감염병예방법 제76조의2제1항",
            "official-1",
            "official-2",
            KoreanDay.Of(from),
            KoreanDay.Of(to),
            1000,
            0,
            new Dictionary<ushort, string>(),
            part.Seal(register.EncryptionKey().Public())
        ).Sign(new FileSigningKey(authoritySigning));
    }

    private List<string> Join(TraceResult result)
    {
        var key = new FileDecryptionKey(authorityEncryption);
        var findings = TraceFindings.Open(result.Findings, key, register.SigningKey().Public(), order);
        var names = result
            .Identities.Select(part => IdentitiesAnswer.Open(part.Sealed, key, issuerSigning.Public(), order)!)
            .SelectMany(answer =>
                answer.Tickets.Select(ticket => (ticket.Ticket, answer.People.Single(person => person.Number == ticket.Person).Name))
            )
            .ToDictionary(shown => shown.Ticket, shown => shown.Name);
        return [.. findings!.Contacts.Select(contact => names[contact.Ticket])];
    }

    private IdentitiesAnswer Identities() =>
        new(
            order,
            [.. people.Values.Select(shown => shown.Person)],
            [.. people.Select(shown => new PersonTicket(shown.Value.Day, shown.Key, shown.Value.Person.Number))],
            []
        );

    private async Task Serve()
    {
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                var authority = authorityEncryption.Public();
                var signing = new FileSigningKey(issuerSigning);
                var answer = new DisclosureAnswer(
                    SignedHead.Sign(ChainHead.Empty, $"issuer:{IssuerNumber}", TimeProvider.System.GetUtcNow(), signing),
                    Identities().Seal(signing, authority)
                );
                // Left unread, it would break the connection.
                await context.Request.InputStream.CopyToAsync(Stream.Null);
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer));
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}

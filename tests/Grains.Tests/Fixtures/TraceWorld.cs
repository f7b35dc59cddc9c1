using System.Globalization;
using System.Text;
using System.Text.Json;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Traces;
using KiPass.Grains.Audit;
using KiPass.Grains.Tests.Facilities;
using KiPass.Grains.Tests.Hosting;
using KiPass.Grains.Tests.Traces;
using KiPass.Grains.Tests.Visits.Stores;
using KiPass.Grains.Traces;
using KiPass.Grains.Visits;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Tests.Fixtures;

/// <summary>A register with facilities and visits on a real store, issuers that a test steers, and the authority that opens results.</summary>
internal sealed class TraceWorld : IAsyncDisposable
{
    private static readonly Caller Owner = Caller.Account("owner-1");
    private static readonly Caller Official = Caller.Official("official-1", Jurisdiction.Nation);

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, Guid> facilities = [];
    private readonly DomainFolder domain;

    private TraceWorld(TestRegister register)
    {
        Register = register;
        domain = new DomainFolder(folder.Path);
        domain.CreateKeys(withAgreement: true);
        domain.Pin(new TrustedAuthority(AuthoritySigning.PublicKey, AuthorityDecryption.PublicKey));
        Issuers = new FakeIssuers(() => register.Now)
        {
            Register = new TrustedRegister(domain.AgreementKeys().Public(), domain.SigningKey().Public(), domain.EncryptionKey().Public()),
            Authority = domain.Authority(),
        };
        foreach (var number in new ushort[] { 1, 2 })
        {
            domain.Pin(Issuers[number].Trusted);
        }
        Reader = new HeldReader(register.Reader);
    }

    public FileSigningKey AuthoritySigning { get; } = new(EcJwk.Create());
    public FileDecryptionKey AuthorityDecryption { get; } = new(EcJwk.Create());
    public TestRegister Register { get; }
    public FakeIssuers Issuers { get; }
    public HeldReader Reader { get; }

    /// <summary>What the register logs about issuers.</summary>
    public LogRecorder<IssuerClient> Log { get; } = new();
    public RegisterCluster Cluster { get; private set; } = null!;
    public DateTimeOffset Now => Register.Now;
    public KoreanDay Today => KoreanDay.Of(Now);

    /// <summary>A world whose clock says a Monday evening at 23:00.</summary>
    public static async Task<TraceWorld> Create(StoreKind kind = StoreKind.Sqlite)
    {
        var world = new TraceWorld(await TestRegister.Create(kind, start: TestRegister.Noon.AddHours(11)));
        await world.StartSilo();
        return world;
    }

    public async Task StartSilo() =>
        Cluster = await RegisterCluster.Start(
            Register,
            configure: silo =>
            {
                silo.AddTraces();
                silo.Services.AddSingleton(domain);
                silo.Services.AddSingleton<IIssuerTransport>(Issuers);
                silo.Services.AddSingleton<IVisitReader>(Reader);
                silo.Services.AddSingleton<ILogger<IssuerClient>>(Log);
            }
        );

    /// <summary>Kills the silo in the middle of whatever it does, and starts another.</summary>
    public async Task KillAndStartAnother()
    {
        await Cluster.Kill();
        await Cluster.DisposeAsync();
        await StartSilo();
    }

    public async Task<Guid> Facility(string name, string type, string district = "11110")
    {
        var id = facilities[name] = Guid.NewGuid();
        var grain = Cluster.Grains.GetGrain<IFacilityGrain>(FacilityKey.Of(id));
        var facts = SampleFacts.HuntingPub with { Name = name, Type = type, District = district };
        Assert.Equal(AnswerStatus.Done, (await grain.SaveDraft(Owner, facts)).Status);
        Assert.Equal(AnswerStatus.Done, (await Cluster.Grains.SubmitWithCertificate(id, Owner)).Status);
        Assert.Equal(AnswerStatus.Done, (await grain.Approve(Official)).Status);
        return id;
    }

    /// <summary>Records a visit; the person is of issuer 1 unless a number follows the name: <c>Ben@2</c>.</summary>
    public async Task<Visit> Enters(string person, string facility, string clock, int daysAgo = 0, Guid? device = null)
    {
        var at = (Today - daysAgo).Start + TimeSpan.Parse(clock, CultureInfo.InvariantCulture);
        var (name, issuer) = person.Split('@') is [var n, var number]
            ? (n, ushort.Parse(number, CultureInfo.InvariantCulture))
            : (person, (ushort)1);
        var visit = SomeVisits.At(at, facilities[facility], Issuers[issuer].Show(name, KoreanDay.Of(at)));
        visit = visit with { Token = visit.Token with { Issuer = issuer }, DeviceId = device ?? visit.DeviceId };
        Assert.Equal(ScanStatus.Accepted, (await Register.Log.Append(visit, default)).Status);
        return visit;
    }

    public async Task<PaperEntry> Writes(string person, string facility, string clock)
    {
        var at = Today.Start + TimeSpan.Parse(clock, CultureInfo.InvariantCulture);
        var entry = new PaperEntry(person, "01012345678", facilities[facility], Guid.NewGuid(), Guid.NewGuid(), at);
        var visit = new PaperVisit(entry.Facility, entry.Device, entry.ScanId, entry.Seal(AuthorityDecryption.PublicKey), at, at);
        Assert.Equal(ScanStatus.Accepted, (await Register.Log.Append(visit, default)).Status);
        return entry;
    }

    /// <summary>An order for the index person <c>case</c> at both issuers, over three days.</summary>
    public TraceOrder Order(string name = "case", int maxContacts = 100, string? district = null, bool forward = false) =>
        new(
            Guid.NewGuid(),
            Now,
            Now.AddDays(7),
            "2021-1213-001",
            "감염병예방법 제76조의2제1항",
            "official-a",
            "official-b",
            Today - 2,
            Today,
            maxContacts,
            0,
            new ushort[] { 1, 2 }.ToDictionary(n => n, n => new IndexPerson("+821011111111", name).Seal(Issuers[n].Decryption.PublicKey)),
            new RegisterPart(TraceKind.Case, new Dictionary<string, int>(), 15, District: district).Seal(RegisterKey),
            SignedHead.Sign(AuthorityHead, "authority", Now, AuthoritySigning),
            forward
        );

    /// <summary>The end of the authority's chain, as each order says it.</summary>
    public static readonly ChainHead AuthorityHead = new(7, ChainHead.Empty.Hash);

    /// <summary>An order for a facility and a window of today.</summary>
    public TraceOrder WindowOrder(string facility, string from, string to, string? district = null) =>
        Order() with
        {
            ForIssuer = new Dictionary<ushort, string>(),
            ForRegister = new RegisterPart(
                TraceKind.FacilityWindow,
                new Dictionary<string, int>(),
                15,
                facilities[facility],
                Today.Start + TimeSpan.Parse(from, CultureInfo.InvariantCulture),
                Today.Start + TimeSpan.Parse(to, CultureInfo.InvariantCulture),
                district
            ).Seal(RegisterKey),
        };

    /// <summary>The order with the authority's signature, whatever rule of its own it breaks.</summary>
    public string SignAnyway(TraceOrder order)
    {
        var header = Base64Url.Encode(Encoding.UTF8.GetBytes($$"""{"alg":"ES256","typ":"{{TraceOrder.Type}}"}"""));
        var input = $"{header}.{Base64Url.Encode(JsonSerializer.SerializeToUtf8Bytes(order))}";
        return $"{input}.{Base64Url.Encode(AuthoritySigning.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    public EcJwk RegisterKey => domain.EncryptionKey().Public();

    public EcJwk RegisterSigning => domain.SigningKey().Public();

    public void Pin(TrustedIssuer issuer) => domain.Pin(issuer);

    public ITraceGrain Trace(TraceOrder order) => Cluster.Grains.GetGrain<ITraceGrain>(ITraceGrain.KeyOf(order.Id));

    public async Task<TraceProgress> Reach(TraceOrder order, params TraceStage[] stages)
    {
        TraceProgress? progress = null;
        await Eventually.True(
            async () => (progress = await Trace(order).Progress()) is { } p && stages.Contains(p.Stage),
            $"the trace reaches {string.Join(" or ", stages)}, it is in {progress?.Stage}"
        );
        return progress!;
    }

    /// <summary>Starts a trace and waits until it is complete.</summary>
    public async Task<TraceProgress> Complete(TraceOrder order)
    {
        Assert.Equal(TraceStart.Begun, await Trace(order).Start(order.Sign(AuthoritySigning)));
        return await Reach(order, TraceStage.Completed);
    }

    public async Task<TraceFindings> Findings(TraceOrder order) =>
        TraceFindings.Open((await Trace(order).Result())!.Findings, AuthorityDecryption, RegisterSigning, order.Id)!;

    /// <summary>The line list as the authority joins it, a line an exposure: who, where, when, how long.</summary>
    public async Task<List<string>> Lines(TraceOrder order)
    {
        var result = (await Trace(order).Result())!;
        var findings = await Findings(order);
        var people = result
            .Identities.SelectMany(i =>
            {
                var answer = IdentitiesAnswer.Open(i.Sealed, AuthorityDecryption, Issuers[i.Issuer].Signing.PublicKey, order.Id)!;
                var names = answer.People.ToDictionary(person => person.Number, person => person.Name);
                return answer.Tickets.Select(ticket => (Key: (i.Issuer, ticket.Day, ticket.Ticket), Name: names[ticket.Person]));
            })
            .ToDictionary(ticket => ticket.Key, ticket => ticket.Name);
        string Name(FoundContact contact) =>
            people.GetValueOrDefault((contact.Issuer, contact.Day, contact.Ticket), $"unknown of issuer {contact.Issuer}");
        string Line(string who, bool close, FoundExposure e) =>
            $"{who} at {findings.Facilities.Single(f => f.Id == e.Stay.Facility).Name} from {e.From.ToOffset(KoreanDay.Offset):dd HH:mm} for {e.Minutes}: {(close ? "close" : "casual")}";
        return
        [
            .. findings
                .Contacts.SelectMany(c => c.Exposures.Select(e => Line(Name(c), c.Close, e)))
                .Concat(
                    findings.Paper.SelectMany(p =>
                        p.Exposures.Select(e => Line(PaperEntry.Open(p.Sealed, AuthorityDecryption)!.Name, p.Close, e))
                    )
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Where contacts went next, a line a stay: who, where, from when to when.</summary>
    public async Task<List<string>> Next(TraceOrder order)
    {
        var findings = await Findings(order);
        return
        [
            .. findings
                .Contacts.SelectMany(contact => (contact.Next ?? []).Select(stay => (contact, stay)))
                .Select(next =>
                    $"{Issuers[1].OwnerOf(next.contact.Day, next.contact.Ticket)} at {findings.Onward!.Facilities.Single(f => f.Id == next.stay.Facility).Name} {next.stay.EnteredAt.ToOffset(KoreanDay.Offset):HH:mm}-{next.stay.LeftAt.ToOffset(KoreanDay.Offset):HH:mm} {next.stay.Exit}"
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The register's audit log, having verified its chain.</summary>
    public async Task<List<AuditEntry>> Audit()
    {
        var verifier = new ChainVerifier();
        var entries = new List<AuditEntry>();
        await foreach (var record in Cluster.Get<AuditLog>().Read(0))
        {
            Assert.True(verifier.Read(record), $"{verifier.Fault}");
            entries.Add(record.Entry);
        }
        return entries;
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await Register.DisposeAsync();
        folder.Dispose();
    }
}

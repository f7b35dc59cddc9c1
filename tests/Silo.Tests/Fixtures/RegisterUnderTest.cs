using System.Text.Json;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Database;
using KiPass.Grains.Database.Postgres;
using KiPass.Grains.Hosting;
using KiPass.Grains.Visits;
using KiPass.Hosting.Postgres;
using KiPass.Silo.Demo;
using KiPass.Silo.DemoVenues;
using KiPass.Silo.Hosting;
using KiPass.Silo.Tests.Hosting;
using KiPass.Testing;
using KiPass.Tokens.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Silo.Tests.Fixtures;

/// <summary>A whole register in this process: real Kestrel, real silo, real store, its own folder, an issuer that it trusts.</summary>
internal sealed class RegisterUnderTest : IAsyncDisposable
{
    private const string Owner = "owner-1";

    private readonly TemporaryFolder folder = new();
    private int facilities;
    private WebApplication? app;

    private RegisterUnderTest(Store store)
    {
        Store = store;
        Issuer = new IssuerUnderTest(1, Folder);
    }

    public Store Store { get; }

    public ShiftedTime Time { get; } = new();

    public DateTimeOffset Now => Time.GetUtcNow();

    public DomainFolder Folder => new(folder.Path);

    /// <summary>The authority's own folder, whose keys the register pins.</summary>
    public DomainFolder Authority => new(folder["authority-domain"]);

    /// <summary>The owners' portal's own folder.</summary>
    public DomainFolder Owners => new(folder["owners-domain"]);

    public IssuerUnderTest Issuer { get; }

    public Uri Url { get; private set; } = null!;

    public IServiceProvider Services => app!.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public string[] Arguments { get; private set; } = [];

    public static Task<RegisterUnderTest> Start(Store store, PostgresServer? server = null, params string[] settings) =>
        StartAt(TimeSpan.Zero, store, server, settings);

    /// <summary>A register whose clock is ahead of the machine's, or behind.</summary>
    public static async Task<RegisterUnderTest> StartAt(
        TimeSpan ahead,
        Store store,
        PostgresServer? server = null,
        params string[] settings
    )
    {
        var register = new RegisterUnderTest(store);
        register.Time.Advance(ahead);
        register.Folder.CreateKeys(withAgreement: true);
        var authority = register.Authority;
        authority.CreateKeys(withAgreement: false);
        register.Owners.CreateKeys(withAgreement: false);
        register.Folder.Pin(new TrustedOwners(register.Owners.SigningKey().Public()));
        register.Folder.Pin(new TrustedAuthority(authority.SigningKey().Public(), authority.EncryptionKey().Public()));
        register.Issuer.PinAt(register.Folder);
        if (store == Store.Postgres)
        {
            server ??= await PostgresServer.Shared;
            await ProvisionVerb.Provision(
                server.Url,
                $"t_{Guid.NewGuid():N}"[..20],
                register.folder.Path,
                RegisterProvisioning.Roles,
                default
            );
        }
        var ports = FreePorts.NextBlock(2);
        register.Arguments =
        [
            "--urls",
            "http://127.0.0.1:0",
            "--Register:Data",
            register.folder.Path,
            "--Register:SiloPort",
            $"{ports}",
            "--Register:PortalPort",
            $"{ports + 1}",
            "--Register:Documents",
            "true",
            "--Logging:LogLevel:Default",
            "Warning",
            .. settings,
        ];
        await register.Open();
        return register;
    }

    /// <summary>The port on which portals call.</summary>
    public int PortalPort => int.Parse(Arguments[Array.IndexOf(Arguments, "--Register:PortalPort") + 1]);

    /// <summary>A caller of its own address, without a device.</summary>
    public HttpClient Client()
    {
        var client = new HttpClient { BaseAddress = Url };
        // The address limits of tests that run together must not meet.
        client.DefaultRequestHeaders.Add("X-Forwarded-For", $"2001:db8:{Random.Shared.Next(65536):x}:{Random.Shared.Next(65536):x}::1");
        return client;
    }

    /// <summary>A fresh active facility.</summary>
    public async Task<Guid> NewFacility()
    {
        var id = Guid.NewGuid();
        var facility = Facility(id);
        var facts = DemoFacilities.All[Interlocked.Increment(ref facilities) % DemoFacilities.All.Count].Facts;
        Assert.Equal(AnswerStatus.Done, (await facility.SaveDraft(Caller.Account(Owner), facts)).Status);
        var certificate = Grains.GetGrain<ICertificateGrain>(CertificateKey.Of(id));
        var given = await certificate.Put(Caller.Account(Owner), new SealedCertificate(CertificateKind.Png, "sealed"));
        Assert.Equal(AnswerStatus.Done, given.Status);
        Assert.Equal(AnswerStatus.Done, (await facility.Submit(Caller.Account(Owner))).Status);
        Assert.Equal(AnswerStatus.Done, (await facility.Approve(Caller.Official("official-1", Jurisdiction.Nation))).Status);
        return id;
    }

    /// <summary>A pairing code of a facility's owner.</summary>
    public async Task<string> NewCode(Guid facilityId) => (await Facility(facilityId).OfferPairing(Caller.Account(Owner))).Value!.Code;

    /// <summary>A device paired through the API; by default of a facility of its own.</summary>
    public async Task<DeviceUnderTest> NewDevice(Guid? facilityId = null)
    {
        var facility = facilityId ?? await NewFacility();
        var client = Client();
        var answer = await client.Send("/v1/devices/pair", new { pairingCode = await NewCode(facility), name = "정문" });
        Assert.Equal(201, answer.Status);
        client.DefaultRequestHeaders.Authorization = new("Bearer", answer.Text("deviceToken"));
        return new DeviceUnderTest(this, client, facility, Guid.Parse(answer.Text("deviceId")));
    }

    public Task<Answer> Revoke(DeviceUnderTest device) =>
        Facility(device.FacilityId).RevokeDevice(Caller.Account(Owner), device.DeviceId).AsTask();

    /// <summary>Makes the zone and puts the device into it.</summary>
    public async Task<Answer> PutInto(DeviceUnderTest device, Zone zone)
    {
        var facility = Facility(device.FacilityId);
        Assert.Equal(AnswerStatus.Done, (await facility.SetZone(Caller.Account(Owner), zone)).Status);
        return await facility.ChangeDevice(Caller.Account(Owner), device.DeviceId, "정문", zone.Id);
    }

    public Task<Answer> RemoveZone(Guid facilityId, Guid zoneId) => Facility(facilityId).RemoveZone(Caller.Account(Owner), zoneId).AsTask();

    public Task<Answer> Close(Guid facilityId) => Facility(facilityId).Close(Caller.Account(Owner), "").AsTask();

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Stops the process orderly and starts it again after some time.</summary>
    public async Task Restart(TimeSpan later)
    {
        await Stop();
        Time.Advance(later);
        await Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        folder.Dispose();
    }

    public async Task Stop()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
            app = null;
        }
    }

    /// <summary>Visits of a facility in the last eight days.</summary>
    public async Task<int> CountOfWeek(Guid facilityId)
    {
        var hours = await Get<IVisitReader>().CountByHour(facilityId, Now.AddDays(-8), Now.AddDays(1), Now, default);
        return hours.Sum(hour => hour.Count);
    }

    private IFacilityGrain Facility(Guid id) => Grains.GetGrain<IFacilityGrain>(FacilityKey.Of(id));

    public async Task Open()
    {
        app = await RegisterApp.Create(Arguments, Time);
        await app.StartAsync();
        Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }
}

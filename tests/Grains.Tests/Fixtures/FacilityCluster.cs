using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Contracts.Venues;
using KiPass.Grains.BusinessRegistry;
using KiPass.Grains.Database;
using KiPass.Grains.Facilities;
using KiPass.Grains.Facilities.Directory;
using KiPass.Grains.Hosting;
using KiPass.Grains.Retention;
using KiPass.Grains.Tests.Facilities;
using KiPass.Grains.Venues;
using KiPass.Grains.Visits;
using KiPass.Testing;
using KiPass.Tokens.Keys;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace KiPass.Grains.Tests.Fixtures;

/// <summary>One silo with facility grains on memory, a clock to move, and callers of every kind.</summary>
public class FacilityCluster : IAsyncLifetime
{
    internal static readonly Caller Owner = Caller.Account("owner-1");
    internal static readonly Caller Stranger = Caller.Account("stranger-1");
    internal static readonly Caller Official = Caller.Official("official-1", new Jurisdiction("11110"));

    private readonly TemporaryFolder folder = new();
    private readonly RegisterOptions options;
    private readonly InProcessTestCluster cluster;

    public FacilityCluster()
    {
        options = new RegisterOptions { Data = folder.Path };
        var domain = new DomainFolder(folder.Path);
        domain.CreateSigningKey();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo(
            (_, silo) =>
            {
                silo.UseSystemTextJsonGrainStorageSerializer();
                silo.AddMemoryGrainStorage("register");
                silo.UseInMemoryReminderService();
                silo.Services.AddSingleton<TimeProvider>(Time);
                silo.Services.AddSingleton<IVisitReader>(Visits);
                silo.Services.AddSingleton(domain);
                silo.Services.AddSingleton<DatabaseOptions>(options);
                silo.Services.AddSingleton(_ => new RegisterDatabase(options));
                silo.Services.AddMetrics();
                silo.Services.AddSingleton<OldestVisitHeld>();
                silo.Services.AddFeatures(TaxOptions);
            }
        );
        cluster = builder.Build();
    }

    /// <summary>How the tax service is asked; null: not at all.</summary>
    internal virtual TaxServiceOptions? TaxOptions => null;

    internal ShiftedTime Time { get; } = ShiftedTime.From(new DateTimeOffset(2020, 6, 12, 3, 0, 0, TimeSpan.Zero));

    internal CountedVisits Visits { get; } = new();

    internal IGrainFactory Grains => cluster.Client;

    internal PairingService Desk => new(Grains);

    internal static FacilityFacts Facts => SampleFacts.HuntingPub;

    internal IDirectoryGrain Directory => Grains.GetGrain<IDirectoryGrain>(IDirectoryGrain.Key);

    internal IPolicyGrain Policy => Grains.GetGrain<IPolicyGrain>(IPolicyGrain.Key);

    public async ValueTask InitializeAsync()
    {
        await RegisterMigrator.Migrate(options, CancellationToken.None);
        await cluster.DeployAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal IFacilityGrain Facility(Guid id) => Grains.GetGrain<IFacilityGrain>(FacilityKey.Of(id));

    internal IInternalFacilityGrain Door(Guid id) => Grains.GetGrain<IInternalFacilityGrain>(FacilityKey.Of(id));

    /// <summary>A fresh facility of <see cref="Owner"/> in a stage.</summary>
    internal async Task<Guid> NewFacility(FacilityState stage = FacilityState.Active)
    {
        var id = Guid.NewGuid();
        var facility = Facility(id);
        Assert.Equal(AnswerStatus.Done, (await facility.SaveDraft(Owner, Facts)).Status);
        if (stage >= FacilityState.Submitted)
        {
            Assert.Equal(AnswerStatus.Done, (await Grains.SubmitWithCertificate(id, Owner)).Status);
        }
        if (stage >= FacilityState.Active)
        {
            Assert.Equal(AnswerStatus.Done, (await facility.Approve(Official)).Status);
        }
        if (stage == FacilityState.Suspended)
        {
            Assert.Equal(AnswerStatus.Done, (await facility.Suspend(Owner, "")).Status);
        }
        if (stage == FacilityState.Closed)
        {
            Assert.Equal(AnswerStatus.Done, (await facility.Close(Owner, "")).Status);
        }
        return id;
    }

    /// <summary>The facility's view, which its owner may see.</summary>
    internal async Task<FacilityView> View(Guid id, Caller? caller = null)
    {
        var answer = await Facility(id).View(caller ?? Owner);
        Assert.Equal(AnswerStatus.Done, answer.Status);
        return answer.Value!;
    }

    /// <summary>A pairing code that the owner has just made.</summary>
    internal async Task<string> Code(Guid facilityId)
    {
        var offer = await Facility(facilityId).OfferPairing(Owner);
        Assert.Equal(AnswerStatus.Done, offer.Status);
        return offer.Value!.Code;
    }

    /// <summary>Takes the grain out of memory, so that the next call reads what is stored.</summary>
    internal Task Forget(Guid facilityId) => cluster.DeactivateAsync(Facility(facilityId));

    /// <summary>Says in the directory that a facility is about to change.</summary>
    internal async Task Mark(Guid facilityId)
    {
        await using var source = new DirectorySource(options);
        await new FacilityDirectory(source, []).Mark(facilityId, CancellationToken.None);
    }

    /// <summary>All licensed venues that are stored.</summary>
    internal async Task<IReadOnlyList<LicensedVenue>> StoredVenues()
    {
        await using var source = new DirectorySource(options);
        await using var connection = await source.Open(CancellationToken.None);
        await using var command = connection.Command($"SELECT {VenueSql.Columns} FROM venue v");
        return await command.Read(VenueSql.Venue, CancellationToken.None);
    }

    /// <summary>Loses the directory's rows.</summary>
    internal async Task EmptyTable()
    {
        await using var source = new DirectorySource(options);
        await using var connection = await source.Open(CancellationToken.None);
        await using var command = connection.Command("DELETE FROM facility_member; DELETE FROM facility_directory");
        await command.ExecuteNonQueryAsync();
    }
}

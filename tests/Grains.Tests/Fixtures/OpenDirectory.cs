using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Database;
using KiPass.Grains.Facilities;
using KiPass.Grains.Facilities.Directory;
using KiPass.Grains.Tests.Facilities;
using KiPass.Grains.Tests.Hosting;
using KiPass.Grains.Venues;

namespace KiPass.Grains.Tests.Fixtures;

/// <summary>The directory on a fresh database, without a silo.</summary>
internal sealed class OpenDirectory : IAsyncDisposable
{
    public static readonly DateTimeOffset Begun = new(2020, 6, 12, 3, 0, 0, TimeSpan.Zero);

    private readonly TestRegister register;
    private readonly DirectorySource source;

    private OpenDirectory(TestRegister register)
    {
        this.register = register;
        source = new DirectorySource(register.Options);
        Table = new FacilityDirectory(source, [new VenueSignUps()]);
        Search = new DirectorySearch(source);
    }

    public DirectorySource Source => source;

    public FacilityDirectory Table { get; }

    public DirectorySearch Search { get; }

    public static async Task<OpenDirectory> On(StoreKind kind) => new(await TestRegister.Create(kind));

    public async Task<Guid> Put(
        FacilityFacts facts,
        FacilityState stage = FacilityState.Active,
        long revision = 1,
        Guid? id = null,
        string owner = "owner-1"
    )
    {
        FacilityEvent[] approved =
            stage >= FacilityState.Active ? [new FacilityEvent(Begun, "official-1", FacilityEventKind.Approved)] : [];
        var state = new FacilityRecord
        {
            Facts = facts,
            Stage = stage,
            Revision = revision,
            Members = [new Member(owner, MemberRole.Owner, Begun)],
            History = [new FacilityEvent(Begun, owner, FacilityEventKind.Begun), .. approved],
        };
        var facilityId = id ?? Guid.NewGuid();
        await Table.Put(new DirectoryRow(facilityId, state, null), default);
        return facilityId;
    }

    public Task<DirectoryPage> Find(string text) => Page(new DirectoryQuery { Text = text });

    public async Task<DirectoryPage> Page(DirectoryQuery query)
    {
        var (total, facilities) = await Search.Page(query, Jurisdiction.Nation, default);
        return new DirectoryPage(total, [.. facilities]);
    }

    /// <summary>Stores a grain state with nothing in it, as Orleans does.</summary>
    public async Task Store(string grainType, string key)
    {
        await using var connection = await source.Open(default);
        await using var command = connection.Command(
            """
            INSERT INTO grain_state (service_id, grain_type, key_n0, key_n1, key_text, payload, modified_at, version)
            VALUES ('kipass', @type, 1, 2, @key, @payload, CURRENT_TIMESTAMP, 1)
            """,
            ("@type", grainType),
            ("@key", key),
            ("@payload", new byte[] { 1 })
        );
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await register.DisposeAsync();
    }
}

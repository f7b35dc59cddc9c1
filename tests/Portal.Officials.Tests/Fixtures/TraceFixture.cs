using KiPass.Contracts.Access;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Audit;
using KiPass.Portal.Officials.Keys;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Tests.Traces;
using KiPass.Portal.Officials.Traces;
using KiPass.Portal.Officials.Traces.Cases;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Portal.Officials.Traces.Running;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Actions;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Register;
using KiPass.Portal.Shared.Settings;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace KiPass.Portal.Officials.Tests.Fixtures;

/// <summary>The authority with its keys, store and two pinned issuers, a register beside it, and officials who act. A Friday evening in June 2020.</summary>
internal sealed class TraceFixture : IDisposable
{
    public static readonly Official Asks = new(Guid.NewGuid(), Jurisdiction.Nation, Approves: false);
    public static readonly Official Approves = new(Guid.NewGuid(), Jurisdiction.Nation, Approves: true);
    public static readonly Official AlsoApproves = new(Guid.NewGuid(), Jurisdiction.Nation, Approves: true);

    private readonly ServiceProvider services;
    private readonly IServiceScope scope;

    public TraceFixture(string? postgres = null)
    {
        Register = new FakeRegister(() => Time.GetUtcNow());
        Domain = new DomainFolder(Folder.Path);
        Domain.CreateKeys(withAgreement: false);
        Domain.Pin(
            new TrustedRegister(new AgreementKeys(EcJwk.Create()).Public(), Register.Signing.PublicKey, Register.Decryption.PublicKey)
        );
        PinAuthority();
        foreach (var number in new ushort[] { 1, 2 })
        {
            Issuers[number] = (new FileSigningKey(EcJwk.Create()), new FileDecryptionKey(EcJwk.Create()));
            Domain.Pin(
                new TrustedIssuer(
                    number,
                    $"issuer {number}",
                    new Uri("http://localhost"),
                    new AgreementKeys(EcJwk.Create()).Public(),
                    Issuers[number].Signing.PublicKey,
                    Issuers[number].Decryption.PublicKey
                )
            );
        }
        var settings = PortalSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?> { ["Portal:Data"] = Folder.Path, ["Portal:Postgres"] = postgres })
                .Build(),
            OfficialsApp.Program
        );
        AccountsSchema.Apply(settings);
        AuthoritySchema.Apply(settings);
        var collection = new ServiceCollection();
        collection.AddLogging().AddSingleton(settings).AddSingleton<TimeProvider>(Time);
        collection.AddSingleton(Register.Client()).AddScoped<RegisterCalls>();
        collection.AddScoped<CurrentOfficial>().AddScoped<Confirmations>().AddScoped<AccountNames>();
        collection.AddDbContextFactory<AccountsDatabase>(options => AccountsSchema.Use(options, settings));
        collection.AddAuthorityStore(settings);
        collection.AddAudit();
        collection.AddTracing();
        collection.AddTexts().AddActions();
        services = collection.BuildServiceProvider();
        scope = services.CreateScope();
        Employ(Asks, Approves, AlsoApproves);
    }

    public TemporaryFolder Folder { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2020, 6, 12, 10, 0, 0, TimeSpan.Zero));

    public KoreanDay Today => KoreanDay.Of(Time.GetUtcNow());

    public DomainFolder Domain { get; }

    public FakeRegister Register { get; }

    public Dictionary<ushort, (FileSigningKey Signing, FileDecryptionKey Decryption)> Issuers { get; } = [];

    public CaseService Cases => Get<CaseService>();

    public TraceOrderService Orders => Get<TraceOrderService>();

    public TraceRunner Runner => Get<TraceRunner>();

    public LineLists Lists => Get<LineLists>();

    public FollowUps FollowUps => Get<FollowUps>();

    /// <summary>The rows of a list as an official sees them.</summary>
    public async Task<IReadOnlyList<ListedRow>> Listed(Official official, Guid order) =>
        await Lists.Look(official, order) is { } list ? await FollowUps.Of(official, order, list) : [];

    public T Get<T>()
        where T : notnull => scope.ServiceProvider.GetRequiredService<T>();

    /// <summary>Creates an account for each official, with a different phone number and e-mail address.</summary>
    public void Employ(params Official[] officials)
    {
        foreach (var official in officials)
        {
            Employ(official, $"{official.Id:N}@example.go.kr", $"+8210{(uint)official.Id.GetHashCode() % 100_000_000:D8}");
        }
    }

    public Account Employ(Official official, string email, string phone)
    {
        using var database = Get<IDbContextFactory<AccountsDatabase>>().CreateDbContext();
        var account = new Account
        {
            Id = official.Id,
            Name = "김담당",
            UserName = email,
            Email = email,
            EmailConfirmed = true,
            PhoneNumber = phone,
            PhoneNumberConfirmed = true,
            Role = official.Approves ? AccountRole.Approver : AccountRole.Official,
            District = official.Jurisdiction.Code,
            CreatedAt = Time.GetUtcNow(),
        };
        database.Users.Add(account);
        database.SaveChanges();
        return account;
    }

    /// <summary>Disables the account of an official.</summary>
    public void Disable(Official official)
    {
        using var database = Get<IDbContextFactory<AccountsDatabase>>().CreateDbContext();
        database.Users.Single(row => row.Id == official.Id).DisabledAt = Time.GetUtcNow();
        database.SaveChanges();
    }

    /// <summary>As the register's operator does after a rotation.</summary>
    public void PinAuthority() => Register.Authority = new TrustedAuthority(Domain.SigningKey().Public(), Domain.EncryptionKey().Public());

    public static async Task<string> NewPostgres()
    {
        var server = await PostgresServer.Shared;
        var database = $"authority_{Guid.NewGuid():N}";
        await using var superuser = NpgsqlDataSource.Create(server.ConnectionString());
        await superuser.CreateCommand($"CREATE DATABASE {database}").ExecuteNonQueryAsync();
        return server.ConnectionString(database);
    }

    public TraceOrderDraft Draft() =>
        new()
        {
            Kind = TraceKind.Case,
            Phone = "010-1111-2222",
            Name = "지표 환자",
            FromDay = Today - 2,
            ToDay = Today,
            Reason = "클럽 집단감염",
        };

    public async Task<Guid> Case(string number = "2020-0612-031", string district = "*", Official? by = null)
    {
        var opened = await Cases.Open(by ?? Asks, new CaseForm(number, district));
        Assert.Equal(AnswerStatus.Done, opened.Status);
        return opened.Value;
    }

    public async Task<Guid> Submitted(TraceOrderDraft? draft = null, Official? by = null, string district = "*")
    {
        var official = by ?? Asks;
        var id = (
            await Orders.Save(official, await Case($"C-{Guid.NewGuid():N}"[..20], district, official), null, draft ?? Draft())
        ).OrderId;
        Assert.Equal(TraceOrderOutcome.Done, (await Orders.Submit(official, id)).Answer);
        return id;
    }

    /// <summary>An order that another official has approved and the register has completed.</summary>
    public async Task<Guid> Traced(TraceOrderDraft? draft = null, Official? by = null, string district = "*")
    {
        var id = await Submitted(draft, by, district);
        Assert.Equal(TraceOrderOutcome.Done, (await Orders.Approve(Approves, id)).Answer);
        await Runner.Advance(id);
        await Runner.Advance(id);
        return id;
    }

    public async Task<TraceOrderRow> Order(Guid id)
    {
        await using var database = await Get<IDbContextFactory<AuthorityDatabase>>().CreateDbContextAsync();
        return await database.Orders.AsNoTracking().SingleAsync(row => row.Id == id);
    }

    /// <summary>Kinds and reasons of the whole audit log, after proving its chain.</summary>
    public async Task<List<string>> Audit() =>
        [.. (await Entries()).Select(entry => entry.Facts.TryGetValue("reason", out var reason) ? $"{entry.Kind} {reason}" : entry.Kind)];

    /// <summary>The entries of the authority's chain, which is verified.</summary>
    public async Task<List<AuditEntry>> Entries()
    {
        await using var database = await Get<IDbContextFactory<AuthorityDatabase>>().CreateDbContextAsync();
        var rows = await database.Audit.AsNoTracking().OrderBy(row => row.Number).ToListAsync();
        var verifier = new ChainVerifier();
        Assert.True(rows.TrueForAll(row => verifier.Read(new AuditRecord(row.Number, row.Text, row.Hash))) && verifier.Finish());
        return [.. rows.Select(row => new AuditRecord(row.Number, row.Text, row.Hash).Entry)];
    }

    public void Dispose()
    {
        scope.Dispose();
        services.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Folder.Dispose();
    }
}

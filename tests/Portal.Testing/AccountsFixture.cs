using System.Net;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Accounts.Messages;
using KiPass.Portal.Shared.Settings;
using KiPass.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace KiPass.Portal.Testing;

/// <summary>The accounts of one portal with their own database, without a web server.</summary>
public sealed class AccountsFixture : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ServiceProvider services;
    private const int FirstPhone = 5678;
    private int signedUp;

    public AccountsFixture(
        PortalProgram? program = null,
        string? postgres = null,
        Action<IServiceCollection, PortalSettings>? store = null,
        params (string Name, string Value)[] further
    )
    {
        var configured = new Dictionary<string, string?> { ["Portal:Data"] = folder.Path, ["Portal:Postgres"] = postgres };
        foreach (var (name, value) in further)
        {
            configured[name] = value;
        }
        var settings = PortalSettings.Read(
            new ConfigurationBuilder().AddInMemoryCollection(configured).Build(),
            program ?? TestPrograms.Owners
        );
        AccountsSchema.Apply(settings);
        var collection = new ServiceCollection();
        collection.AddLogging().AddSingleton(settings).AddSingleton<TimeProvider>(Time).AddHttpContextAccessor();
        collection.AddAccounts(settings);
        store?.Invoke(collection, settings);
        services = collection.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2020, 6, 12, 10, 0, 0, TimeSpan.Zero));

    /// <summary>The services of the portal.</summary>
    public IServiceProvider Services => services;

    public SimulatedInbox Inbox => services.GetRequiredService<SimulatedInbox>();

    /// <summary>Simulates a request with its own scope and HTTP context.</summary>
    /// <param name="from">The caller's address; null for an unknown one.</param>
    public async Task<T> Request<T>(Func<IServiceProvider, Task<T>> work, string? from = null)
    {
        await using var scope = services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Connection.RemoteIpAddress = from is null ? null : IPAddress.Parse(from);
        services.GetRequiredService<IHttpContextAccessor>().HttpContext = context;
        return await work(scope.ServiceProvider);
    }

    /// <summary>Creates an account with both codes confirmed.</summary>
    public async Task<Guid> SignedUp(string email = "owner@example.com", AccountRole role = AccountRole.Owner, string? typedPhone = null)
    {
        // A phone receives only so many codes an hour.
        var id = await Begun(email, typedPhone ?? $"010-1234-{FirstPhone + signedUp++}", role: role);
        return await Confirmed(id, email) ? id : throw new InvalidOperationException("The codes were not accepted.");
    }

    /// <summary>Begins a sign-up, which waits for its codes.</summary>
    public Task<Guid> Begun(
        string email,
        string phone = "010-1234-5678",
        string password = Password,
        string? from = null,
        AccountRole role = AccountRole.Owner
    ) =>
        Request(
            request =>
                request
                    .GetRequiredService<SignUp>()
                    .Begin(
                        new SignUpForm
                        {
                            Name = "김주인",
                            Email = email,
                            Phone = phone,
                            Password = password,
                        },
                        role
                    ),
            from
        );

    /// <summary>Enters both codes of a sign-up from the simulated inbox.</summary>
    public async Task<bool> Confirmed(Guid id, string email)
    {
        var codes = Inbox.Of(id);
        var (_, mail, phone) = await Request(request =>
            request
                .GetRequiredService<SignUp>()
                .Confirm(id, Code(codes.First(m => m.To == email).Text), Code(codes.First(m => m.To != email).Text))
        );
        return mail && phone;
    }

    public const string Password = "correct horse battery staple";

    public static string Code(string text) => text[^6..];

    public void Dispose()
    {
        services.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }
}

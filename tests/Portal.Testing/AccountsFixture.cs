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

    public AccountsFixture(PortalProgram? program = null, string? postgres = null, Action<IServiceCollection, PortalSettings>? store = null)
    {
        var settings = PortalSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?> { ["Portal:Data"] = folder.Path, ["Portal:Postgres"] = postgres })
                .Build(),
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

    public SimulatedInbox Inbox => services.GetRequiredService<SimulatedInbox>();

    /// <summary>Simulates a request with its own scope and HTTP context.</summary>
    public async Task<T> Request<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = services.CreateAsyncScope();
        services.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext
        {
            RequestServices = scope.ServiceProvider,
        };
        return await work(scope.ServiceProvider);
    }

    /// <summary>Creates an account with both codes confirmed.</summary>
    public async Task<Guid> SignedUp(
        string email = "owner@example.com",
        AccountRole role = AccountRole.Owner,
        string typedPhone = "010-1234-5678"
    )
    {
        var id = await Request(request =>
            request
                .GetRequiredService<SignUp>()
                .Begin(
                    new SignUpForm
                    {
                        Name = "김주인",
                        Email = email,
                        Phone = typedPhone,
                        Password = Password,
                    },
                    role
                )
        );
        var codes = Inbox.Of(id);
        var (_, mail, phone) = await Request(request =>
            request
                .GetRequiredService<SignUp>()
                .Confirm(id, Code(codes.Single(m => m.To == email).Text), Code(codes.Single(m => m.To != email).Text))
        );
        return mail && phone ? id : throw new InvalidOperationException("The codes were not accepted.");
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

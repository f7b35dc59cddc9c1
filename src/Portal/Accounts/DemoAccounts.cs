using System.Text.Json;
using KiPass.Contracts.Facilities;
using KiPass.Hosting.Settings;
using KiPass.Portal.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace KiPass.Portal.Accounts;

/// <summary>
/// The one-shot verb <c>demo</c>: makes the area's accounts for a demonstration and prints <c>{accounts:[{role, email, password, totpSecret}]}</c>.
/// Owner, manager and scanner have the ids to which the register's own seeding gives roles, so that neither reads the other's store.
/// </summary>
internal static class DemoAccounts
{
    private static readonly DateTimeOffset Always = DateTimeOffset.UnixEpoch;

    private sealed record Person(Guid Id, string Name, string Email, AccountRole Role, string District, string? InFacility = null);

    private static IReadOnlyList<Person> Of(PortalArea area) =>
        area == PortalArea.Owners
            ?
            [
                new(DemoOwner.Id, "김사장", "owner@demo.kipass.kr", AccountRole.Owner, ""),
                new(DemoOwner.ManagerId, "이점장", "manager@demo.kipass.kr", AccountRole.Owner, "", InFacility: "manager"),
                new(DemoOwner.ScannerId, "정직원", "scanner@demo.kipass.kr", AccountRole.Owner, "", InFacility: "scanner"),
            ]
            :
            [
                new(new("2020aaaa-0610-4c0d-8e30-0000000000a1"), "이조사", "official@demo.kipass.kr", AccountRole.Official, "*"),
                new(new("2020aaaa-0610-4c0d-8e30-0000000000a2"), "박승인", "approver@demo.kipass.kr", AccountRole.Approver, "*"),
                new(new("2020aaaa-0610-4c0d-8e30-0000000000a3"), "최관리", "administrator@demo.kipass.kr", AccountRole.Administrator, "*"),
            ];

    public static async Task<int> Run(string[] args)
    {
        var settings = PortalSettings.Read(DomainSettings.OfVerb(args));
        AccountsSchema.Apply(settings);
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(settings).AddSingleton(TimeProvider.System).AddAccounts(settings);
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var accounts = new List<object>();
        foreach (var person in Of(settings.Area))
        {
            accounts.Add(await Make(scope.ServiceProvider, person));
        }
        Console.WriteLine(JsonSerializer.Serialize(new { accounts }));
        return 0;
    }

    private static async Task<object> Make(IServiceProvider services, Person person)
    {
        var accounts = services.GetRequiredService<UserManager<Account>>();
        if (await accounts.FindByIdAsync(person.Id.ToString()) is { } earlier)
        {
            await accounts.DeleteAsync(earlier);
        }
        var (password, secret) = (Secrets.New()[..16], person.Role == AccountRole.Owner ? null : Totp.NewSecret());
        var account = new Account
        {
            Id = person.Id,
            Name = person.Name,
            UserName = person.Email,
            Email = person.Email,
            EmailConfirmed = true,
            PhoneNumber = "+821000000000",
            PhoneNumberConfirmed = true,
            Role = person.Role,
            District = person.District,
            CreatedAt = Always,
            TwoFactorEnabled = secret is not null,
            ProtectedTotpSecret = secret is null
                ? null
                : services.GetRequiredService<IDataProtectionProvider>().CreateProtector(SecondFactor.Purpose).Protect(secret),
        };
        var made = await accounts.CreateAsync(account, password);
        return made.Succeeded
            ? new
            {
                role = person.InFacility ?? person.Role.ToString().ToLowerInvariant(),
                email = person.Email,
                password,
                totpSecret = secret,
            }
            : throw new StartException($"The demo account cannot be made: {made.Errors.First().Code}.");
    }
}

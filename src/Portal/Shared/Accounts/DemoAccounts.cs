using System.Text.Json;
using KiPass.Hosting.Settings;
using KiPass.Portal.Shared.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>
/// The one-shot command <c>demo</c>. It creates a portal's accounts for a demonstration and prints
/// <c>{accounts:[{role, email, password, totpSecret}]}</c>.
/// </summary>
public static class DemoAccounts
{
    private static readonly DateTimeOffset Always = DateTimeOffset.UnixEpoch;

    public static async Task<int> Run(PortalProgram program, IReadOnlyList<DemoPerson> people, string[] args)
    {
        var settings = PortalSettings.Read(DomainSettings.OfVerb(args), program);
        if (!settings.Demo)
        {
            throw new StartException(
                SettingFault.Missing("Portal:Demo", "true, because this command creates accounts with known addresses")
            );
        }
        AccountsSchema.Apply(settings);
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(settings).AddSingleton(TimeProvider.System).AddAccounts(settings);
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var accounts = new List<object>();
        foreach (var (number, person) in people.Index())
        {
            accounts.Add(await Make(scope.ServiceProvider, person, number));
        }
        Console.WriteLine(JsonSerializer.Serialize(new { accounts }));
        return 0;
    }

    private static async Task<object> Make(IServiceProvider services, DemoPerson person, int number)
    {
        var accounts = services.GetRequiredService<UserManager<Account>>();
        if (await accounts.FindByIdAsync(person.Id.ToString()) is { } earlier)
        {
            await accounts.DeleteAsync(earlier);
        }
        var (password, secret) = (Secrets.New()[..16], person.Role == AccountRole.Owner ? null : Totp.NewSecret());
        // Each official needs a different number, because two accounts with one number count as one person.
        var phone = person.Role == AccountRole.Owner ? "+821000000000" : $"+8210000000{number:D2}";
        var account = new Account
        {
            Id = person.Id,
            Name = person.Name,
            UserName = person.Email,
            Email = person.Email,
            EmailConfirmed = true,
            PhoneNumber = phone,
            StaffPhone = person.Role == AccountRole.Owner ? null : phone,
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
                role = person.RoleName,
                email = person.Email,
                password,
                totpSecret = secret,
            }
            : throw new StartException($"The demo account cannot be made: {made.Errors.First().Code}.");
    }
}

/// <summary>A person who gets an account in a demonstration.</summary>
/// <param name="District">An official's jurisdiction. Empty for owners.</param>
/// <param name="PrintedRole">The role to print, for example at the seeded facility. If null, the account's role is printed.</param>
public sealed record DemoPerson(Guid Id, string Name, string Email, AccountRole Role, string District = "", string? PrintedRole = null)
{
    /// <summary>The role as <c>demo.json</c> and the start page name it.</summary>
    public string RoleName => PrintedRole ?? Role.ToString().ToLowerInvariant();
}

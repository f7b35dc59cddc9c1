using KiPass.Contracts.Access;
using KiPass.Portal.Shared.Settings;

namespace KiPass.Portal.Testing;

/// <summary>Account options of both portals, for tests that do not start the programs.</summary>
public static class TestPrograms
{
    public static readonly PortalProgram Owners = new()
    {
        Name = "Owners",
        Caller = CallingPortal.Owners,
        Assembly = typeof(TestPrograms).Assembly,
        DatabaseFile = "owners.db",
        Title = "Owners",
        HomeAddress = "/facilities",
        Menu = [],
        Accent = new("#0B6E6E", "#4FC3C0"),
        SessionLifetime = TimeSpan.FromHours(12),
        AllowsSignUp = true,
    };

    public static readonly PortalProgram Officials = Owners with
    {
        Name = "Officials",
        Caller = CallingPortal.Authority,
        DatabaseFile = "authority.db",
        Title = "Health authority",
        HomeAddress = "/home",
        SessionLifetime = TimeSpan.FromHours(2),
        RequiresSecondFactor = true,
        AllowsSignUp = false,
    };
}

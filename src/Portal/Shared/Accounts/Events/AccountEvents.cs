namespace KiPass.Portal.Shared.Accounts.Events;

/// <summary>Registers the audit of account events.</summary>
internal static class AccountEvents
{
    /// <summary>Registers the table as the audit. A portal with an audit chain registers its own <see cref="IAccountAudit"/> after it.</summary>
    public static void AddAccountEvents(this IServiceCollection services)
    {
        services.AddSingleton<RefusedSignIns>().AddSingleton<AccountEventTable>();
        services.AddSingleton<IAccountAudit>(provider => provider.GetRequiredService<AccountEventTable>());
        services.AddHostedService<AccountUpkeep>();
    }
}

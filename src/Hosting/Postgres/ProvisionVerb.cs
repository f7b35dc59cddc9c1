using KiPass.Hosting.Settings;

namespace KiPass.Hosting.Postgres;

/// <summary>
/// The one-shot verb <c>provision --database NAME --{Section}:Data DIR</c>: creates a domain's database and roles with a superuser's URL, and
/// writes their connection strings to <c>DIR/settings.json</c>. A repeated run changes nothing while they work. The URL is in the environment
/// (<see cref="PostgresUrl.Variable"/>) or, if it has no password, in <c>--postgres</c>.
/// </summary>
public static class ProvisionVerb
{
    /// <param name="arguments">Command-line arguments after the verb.</param>
    /// <param name="section">The program's section, such as <c>Issuer</c>.</param>
    /// <param name="roles">The first one owns the database.</param>
    /// <param name="defaultData">Folder to use if the section names none; null if it is required.</param>
    /// <exception cref="StartException">An argument is missing or invalid, or the server is unusable.</exception>
    public static async Task<int> Run(string[] arguments, string section, IReadOnlyList<DatabaseRole> roles, string? defaultData = null)
    {
        var configuration = DomainSettings.OfVerb(arguments);
        var data = configuration[$"{section}:Data"] is { Length: > 0 } named ? named : defaultData;
        if (SettingFault.Folder($"--{section}:Data", data) is { } fault)
        {
            throw new StartException(fault);
        }
        var argument = configuration["postgres"];
        if (argument is not null)
        {
            PostgresUrl.ParseArgument(argument);
        }
        await Provision(argument ?? configuration[PostgresUrl.Variable], configuration["database"], data!, roles, CancellationToken.None);
        return 0;
    }

    /// <summary>Runs the verb; see <see cref="Run"/>.</summary>
    public static async Task Provision(
        string? url,
        string? database,
        string data,
        IReadOnlyList<DatabaseRole> roles,
        CancellationToken cancellationToken
    )
    {
        var superuser = PostgresUrl.Parse(url);
        var settings = new SettingsFile(data);
        var kept = roles.Select(role => settings[role.Setting]);
        if (kept.All(text => text is not null) && await DatabaseProvisioning.Works(kept, superuser, database, cancellationToken))
        {
            return;
        }
        var made = await DatabaseProvisioning.Make(superuser, database, [.. roles.Select(role => role.Name)], cancellationToken);
        foreach (var role in roles)
        {
            settings[role.Setting] = made[role.Name];
        }
        settings.Write();
    }
}

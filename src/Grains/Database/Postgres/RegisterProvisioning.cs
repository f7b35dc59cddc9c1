using KiPass.Hosting.Postgres;

namespace KiPass.Grains.Database.Postgres;

/// <summary>The roles of the register's database, as <see cref="RegisterPostgres"/> explains them.</summary>
internal static class RegisterProvisioning
{
    private const string Section = $"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Postgres)}";

    /// <summary>The first one owns the database.</summary>
    public static IReadOnlyList<DatabaseRole> Roles { get; } =
    [.. new[] { "owner", "recorder", "tracer", "destroyer", "orleans" }.Select(role => new DatabaseRole(role, $"{Section}:{role}"))];

    /// <summary>Makes database and roles without keeping their passwords in a file.</summary>
    /// <param name="url">A superuser's.</param>
    /// <param name="database">Its name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<RegisterPostgres> Provision(string url, string database, CancellationToken cancellationToken)
    {
        var names = Roles.Select(role => role.Name).ToList();
        var made = await DatabaseProvisioning.Make(PostgresUrl.Parse(url), database, names, cancellationToken);
        return new RegisterPostgres
        {
            Owner = made["owner"],
            Recorder = made["recorder"],
            Tracer = made["tracer"],
            Destroyer = made["destroyer"],
            Orleans = made["orleans"],
        };
    }
}

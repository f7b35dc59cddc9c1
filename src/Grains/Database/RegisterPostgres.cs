namespace KiPass.Grains.Database;

/// <summary>
/// Connection strings of the register's PostgreSQL roles: <c>owner</c> migrates the schema, <c>recorder</c> writes visits, <c>tracer</c>
/// reads them, <c>destroyer</c> destroys days, <c>orleans</c> stores grain state, reminders and membership.
/// </summary>
internal sealed class RegisterPostgres
{
    public string Owner { get; set; } = "";

    public string Recorder { get; set; } = "";

    public string Tracer { get; set; } = "";

    public string Destroyer { get; set; } = "";

    public string Orleans { get; set; } = "";

    internal IEnumerable<string> Faults()
    {
        foreach (var (role, text) in Roles())
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                yield return $"Register:Postgres:{role}: the connection string is missing.";
            }
            else if (!IsConnectionString(text))
            {
                // The value contains a password.
                yield return $"Register:Postgres:{role}: not a connection string (Host=…;Username=…;Database=…).";
            }
        }
    }

    private IEnumerable<(string Role, string Text)> Roles() =>
        [
            (nameof(Owner), Owner),
            (nameof(Recorder), Recorder),
            (nameof(Tracer), Tracer),
            (nameof(Destroyer), Destroyer),
            (nameof(Orleans), Orleans),
        ];

    private static bool IsConnectionString(string text)
    {
        try
        {
            var parts = new Npgsql.NpgsqlConnectionStringBuilder(text);
            return !string.IsNullOrEmpty(parts.Host) && !string.IsNullOrEmpty(parts.Database);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

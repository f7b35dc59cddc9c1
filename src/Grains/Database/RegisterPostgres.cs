using KiPass.Hosting.Settings;

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

    internal IEnumerable<string> Faults() =>
        new[]
        {
            (nameof(Owner), Owner),
            (nameof(Recorder), Recorder),
            (nameof(Tracer), Tracer),
            (nameof(Destroyer), Destroyer),
            (nameof(Orleans), Orleans),
        }
            .Select(role =>
                SettingFault.ConnectionString($"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Postgres)}:{role.Item1}", role.Item2)
            )
            .OfType<string>();
}

using KiPass.Grains.Registry;

namespace KiPass.Grains;

/// <summary>The section <c>Register</c> of the register's configuration.</summary>
internal sealed class RegisterOptions
{
    public const string Section = "Register";

    /// <summary>The domain's folder: keys, trust, and on SQLite the data itself.</summary>
    public string Data { get; set; } = "";

    /// <summary>PostgreSQL, one connection string a role; absent: SQLite in <see cref="Data"/>.</summary>
    public RegisterPostgres? Postgres { get; set; }

    /// <summary>How business numbers are looked up; absent: officials confirm by hand.</summary>
    public TaxServiceOptions? TaxService { get; set; }

    /// <summary>The private address on which silos and clients reach this silo.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The address of this machine on which the silo listens for them, where that is another one; absent: <see cref="Address"/>.</summary>
    public string? ListenAddress { get; set; }

    public int SiloPort { get; set; } = 11111;

    public int GatewayPort { get; set; } = 30000;

    public string ClusterId { get; set; } = "kipass";

    public string ServiceId { get; set; } = "kipass";

    /// <summary>What is wrong, one clear line each; empty when the options can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Data))
        {
            yield return "Register:Data: the folder of the register is missing.";
        }
        if (!System.Net.IPAddress.TryParse(Address, out _))
        {
            yield return $"Register:Address: '{Address}' is not an IP address.";
        }
        if (ListenAddress is not null && !System.Net.IPAddress.TryParse(ListenAddress, out _))
        {
            yield return $"Register:ListenAddress: '{ListenAddress}' is not an IP address.";
        }
        foreach (var (name, port) in new[] { (nameof(SiloPort), SiloPort), (nameof(GatewayPort), GatewayPort) })
        {
            if (port is < 1 or > 65535)
            {
                yield return $"Register:{name}: {port} is not a port (1 to 65535).";
            }
        }
        if (string.IsNullOrWhiteSpace(ClusterId) || string.IsNullOrWhiteSpace(ServiceId))
        {
            yield return "Register:ClusterId and Register:ServiceId: must not be empty.";
        }
        foreach (var fault in TaxService?.Faults() ?? [])
        {
            yield return fault;
        }
        foreach (var fault in Postgres?.Faults() ?? [])
        {
            yield return fault;
        }
    }
}

/// <summary>
/// Connection strings of the register's PostgreSQL roles: <c>owner</c> migrates, <c>recorder</c> writes visits, <c>tracer</c> reads them,
/// <c>destroyer</c> destroys days, <c>orleans</c> keeps grain state, reminders and membership.
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
                // The text itself holds a password.
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

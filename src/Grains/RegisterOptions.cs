using System.Net;
using KiPass.Grains.Registry;
using KiPass.Hosting.Proxies;
using KiPass.Hosting.Settings;

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

    [Port]
    public int SiloPort { get; set; } = 11111;

    [Port]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>Certificates for connections among silos and from portals; absent: plain TCP, for silos on SQLite or a closed network.</summary>
    public RegisterTls? Tls { get; set; }

    /// <summary>Proxies before the API whose <c>X-Forwarded-For</c> is believed, beside one on this machine: addresses or networks, by commas.</summary>
    public string? Proxies { get; set; }

    /// <summary>A folder with one file a secret setting, named after it (<c>Register__Postgres__Owner</c>).</summary>
    public string? Secrets { get; set; }

    /// <summary>
    /// Thumbprint (RFC 7638) of a signing key that takes the place of the one which the database knows; absent: another key stops the start.
    /// </summary>
    public string? AcceptSigningKey { get; set; }

    public string ClusterId { get; set; } = "kipass";

    public string ServiceId { get; set; } = "kipass";

    /// <summary>What is wrong, one line each; empty when the options can be used.</summary>
    public IEnumerable<string> Faults()
    {
        string?[] faults =
        [
            string.IsNullOrWhiteSpace(Data) ? SettingFault.Missing($"{Section}:{nameof(Data)}", "the folder of the register") : null,
            IsAddress(Address) ? null : SettingFault.Wrong($"{Section}:{nameof(Address)}", Address, "an IP address"),
            ListenAddress is null || IsAddress(ListenAddress)
                ? null
                : SettingFault.Wrong($"{Section}:{nameof(ListenAddress)}", ListenAddress, "an IP address"),
            string.IsNullOrWhiteSpace(ClusterId) ? SettingFault.Missing($"{Section}:{nameof(ClusterId)}", "a name") : null,
            string.IsNullOrWhiteSpace(ServiceId) ? SettingFault.Missing($"{Section}:{nameof(ServiceId)}", "a name") : null,
            TrustedProxies.Fault($"{Section}:{nameof(Proxies)}", Proxies),
            .. SettingsBinder.NumberFaults(this, Section),
            .. Tls?.Faults() ?? [],
            .. TaxService?.Faults() ?? [],
            .. Postgres?.Faults() ?? [],
        ];
        return faults.OfType<string>();
    }

    private static bool IsAddress(string text) => IPAddress.TryParse(text, out _);
}

/// <summary>PEM files of the register's operator; all three or none.</summary>
internal sealed class RegisterTls
{
    /// <summary>The authority that signs silos' and portals' certificates, and no others'.</summary>
    public string Authority { get; set; } = "";

    /// <summary>This silo's certificate, for the name <c>silo.register.kipass</c>.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>Its private key.</summary>
    public string Key { get; set; } = "";

    internal IEnumerable<string> Faults() =>
        new[] { (nameof(Authority), Authority), (nameof(Certificate), Certificate), (nameof(Key), Key) }
            .Select(file => Fault($"{RegisterOptions.Section}:{nameof(RegisterOptions.Tls)}:{file.Item1}", file.Item2))
            .OfType<string>();

    private static string? Fault(string setting, string file) =>
        string.IsNullOrWhiteSpace(file)
            ? SettingFault.Missing(setting, "a PEM file; Authority, Certificate and Key belong together")
            : SettingFault.ExistingFile(setting, file);
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
                SettingFault.ConnectionString($"{RegisterOptions.Section}:{nameof(RegisterOptions.Postgres)}:{role.Item1}", role.Item2)
            )
            .OfType<string>();
}

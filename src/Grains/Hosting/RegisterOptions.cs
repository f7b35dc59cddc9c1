using System.Net;
using KiPass.Grains.BusinessRegistry;
using KiPass.Grains.Database;
using KiPass.Hosting.Proxies;
using KiPass.Hosting.Settings;

namespace KiPass.Grains.Hosting;

/// <summary>The section <c>Register</c> of the register's configuration.</summary>
internal sealed class RegisterOptions : DatabaseOptions
{
    /// <summary>How business numbers are verified; null: officials verify them manually.</summary>
    public TaxServiceOptions? TaxService { get; set; }

    /// <summary>The private IP address at which other silos and clients reach this silo.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The local IP address on which the silo listens, if it differs; null: <see cref="Address"/>.</summary>
    public string? ListenAddress { get; set; }

    [Port]
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port on which portals call this silo.</summary>
    [Port]
    public int PortalPort { get; set; } = 30000;

    /// <summary>
    /// Certificates for connections between silos and from portals; null: the silo and its portals are on one machine.
    /// </summary>
    public RegisterTls? Tls { get; set; }

    /// <summary>
    /// Proxies that are allowed to set <c>X-Forwarded-For</c>, in addition to one on this machine: comma-separated addresses or networks.
    /// </summary>
    public string? Proxies { get; set; }

    /// <summary>Whether anyone may read the description of the API (<c>/openapi/v1.json</c> and the page <c>/docs</c>).</summary>
    public bool Documents { get; set; }

    /// <summary>The start page of a demonstration; null: none.</summary>
    public RegisterDemo? Demo { get; set; }

    /// <summary>A folder with one file per secret setting, named after the setting (<c>Register__Postgres__Owner</c>).</summary>
    public string? Secrets { get; set; }

    /// <summary>The problems, one line each; empty when the options are valid.</summary>
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
            Tls is null && Postgres is not null && IsAddress(Address) && !IsLoopback(Address)
                ? SettingFault.Missing($"{Section}:{nameof(Tls)}", "certificates; without them, the silo's address must be 127.0.0.1")
                : null,
            TrustedProxies.Fault($"{Section}:{nameof(Proxies)}", Proxies),
            .. SettingsBinder.NumberFaults(this, Section),
            .. Tls?.Faults() ?? [],
            .. TaxService?.Faults() ?? [],
            .. Demo?.Faults() ?? [],
            .. Postgres?.Faults() ?? [],
        ];
        return faults.OfType<string>();
    }

    private static bool IsLoopback(string text) => IPAddress.TryParse(text, out var address) && IPAddress.IsLoopback(address);

    private static bool IsAddress(string text) => IPAddress.TryParse(text, out _);
}

/// <summary>PEM files of the register's operator: all three or none.</summary>
internal sealed class RegisterTls
{
    /// <summary>The certificate authority that signs the certificates of silos and portals only.</summary>
    public string Authority { get; set; } = "";

    /// <summary>The certificate of this silo, for the name <c>silo.register.kipass</c>.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>The private key of the certificate.</summary>
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

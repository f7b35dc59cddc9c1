using KiPass.Grains.BusinessRegistry;
using KiPass.Grains.Database;

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

    public int SiloPort { get; set; } = 11111;

    public int GatewayPort { get; set; } = 30000;

    /// <summary>
    /// Certificates for connections between silos and from portals; null: plain TCP, for a single silo or a closed network.
    /// </summary>
    public RegisterTls? Tls { get; set; }

    /// <summary>
    /// Proxies that are allowed to set <c>X-Forwarded-For</c>, in addition to one on this machine: comma-separated addresses or networks.
    /// </summary>
    public string? Proxies { get; set; }

    /// <summary>A folder with one file per secret setting, named after the setting (<c>Register__Postgres__Owner</c>).</summary>
    public string? Secrets { get; set; }

    /// <summary>The problems, one line each; empty when the options are valid.</summary>
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
        foreach (var proxy in (Proxies ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!System.Net.IPAddress.TryParse(proxy, out _) && !System.Net.IPNetwork.TryParse(proxy, out _))
            {
                yield return $"Register:Proxies: '{proxy}' is neither an IP address nor a network such as 10.0.0.0/24.";
            }
        }
        foreach (var fault in Tls?.Faults() ?? [])
        {
            yield return fault;
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

/// <summary>PEM files of the register's operator: all three or none.</summary>
internal sealed class RegisterTls
{
    /// <summary>The certificate authority that signs the certificates of silos and portals only.</summary>
    public string Authority { get; set; } = "";

    /// <summary>The certificate of this silo, for the name <c>silo.register.kipass</c>.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>The private key of the certificate.</summary>
    public string Key { get; set; } = "";

    internal IEnumerable<string> Faults()
    {
        foreach (var (name, file) in new[] { (nameof(Authority), Authority), (nameof(Certificate), Certificate), (nameof(Key), Key) })
        {
            if (string.IsNullOrWhiteSpace(file))
            {
                yield return $"Register:Tls:{name}: the PEM file is missing; Authority, Certificate and Key belong together.";
            }
            else if (!File.Exists(file))
            {
                yield return $"Register:Tls:{name}: there is no file {file}.";
            }
        }
    }
}

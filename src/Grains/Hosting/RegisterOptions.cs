using KiPass.Grains.BusinessRegistry;
using KiPass.Grains.Database;

namespace KiPass.Grains.Hosting;

/// <summary>The section <c>Register</c> of the register's configuration.</summary>
internal sealed class RegisterOptions : DatabaseOptions
{
    /// <summary>How business numbers are looked up; absent: officials confirm by hand.</summary>
    public TaxServiceOptions? TaxService { get; set; }

    /// <summary>The private address on which silos and clients reach this silo.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The address of this machine on which the silo listens for them, where that is another one; absent: <see cref="Address"/>.</summary>
    public string? ListenAddress { get; set; }

    public int SiloPort { get; set; } = 11111;

    public int GatewayPort { get; set; } = 30000;

    /// <summary>Certificates for connections among silos and from portals; absent: plain TCP, for silos on SQLite or a closed network.</summary>
    public RegisterTls? Tls { get; set; }

    /// <summary>Proxies before the API whose <c>X-Forwarded-For</c> is believed, beside one on this machine: addresses or networks, by commas.</summary>
    public string? Proxies { get; set; }

    /// <summary>A folder with one file a secret setting, named after it (<c>Register__Postgres__Owner</c>).</summary>
    public string? Secrets { get; set; }

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

/// <summary>PEM files of the register's operator; all three or none.</summary>
internal sealed class RegisterTls
{
    /// <summary>The authority that signs silos' and portals' certificates, and no others'.</summary>
    public string Authority { get; set; } = "";

    /// <summary>This silo's certificate, for the name <c>silo.register.kipass</c>.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>Its private key.</summary>
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

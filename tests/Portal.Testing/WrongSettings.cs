namespace KiPass.Portal.Testing;

/// <summary>Settings that prevent both portals from starting, with the expected line on standard error.</summary>
public static class WrongSettings
{
    public static IEnumerable<(string Name, string Value, string Line)> All =>
        [
            ("Portal:Area", "both", "Portal:Area is 'both', but this program serves"),
            ("Portal:RegisterCalls", "here", "Portal:RegisterCalls: 'here' is not an http(s) address"),
            ("Portal:RegisterCalls", "http://10.0.0.11:30000", "Portal:RegisterCalls: 'http://10.0.0.11:30000' is not an https address"),
            ("Portal:RegisterCalls", "https://127.0.0.1:30000", "Portal:RegisterCalls: 'https://127.0.0.1:30000' is not an https address"),
            ("Portal:RegisterUrl", "ftp://x", "Portal:RegisterUrl: 'ftp://x' is not an http(s) address"),
            ("Portal:OwnersUrl", "nowhere", "Portal:OwnersUrl: 'nowhere' is not an http(s) address"),
            ("Portal:PublicUrl", "nowhere", "Portal:PublicUrl: 'nowhere' is not an http(s) address"),
            ("Portal:MessagesUrl", "nowhere", "Portal:MessagesUrl: 'nowhere' is not an http(s) address"),
            ("Portal:Demo", "perhaps", "Portal:Demo: 'perhaps' is not true or false."),
            (
                "Portal:Demo",
                "false",
                "Portal:MessagesUrl: missing; it must be the gateway that sends one-time codes; for a demonstration set"
            ),
            (
                "Portal:PublicUrl",
                "https://kipass.example.kr",
                "Portal:Demo: true is not possible at https://kipass.example.kr, where everyone"
            ),
            ("Portal:PhoneCountries", "Korea", "Portal:PhoneCountries: 'Korea' is not a list of calling codes such as 82,1, or * for all."),
            ("Portal:LongestSession", "forever", "Portal:LongestSession: 'forever' is not a time from 00:10:00 to 90.00:00:00."),
            ("Portal:Proxies", "everywhere", "Portal:Proxies: 'everywhere' is neither an IP address nor a network"),
            ("Portal:Secrets", "/absent", "Portal:Secrets: '/absent' is not an existing folder."),
            ("Portal:Data", "/dev/null/data", "Portal:Data: '/dev/null/data' is not a folder: /dev/null is a file."),
            ("Portal:Data", "", "Portal:Data: missing; it must be the folder of the domain."),
            ("Portal:Postgres", "secret-word", "Portal:Postgres: its value, which is not shown here, is not a connection string"),
            (
                "Portal:Postgres",
                "Host=127.0.0.1;Port=1;Username=x;Password=secret-word;Database=x",
                "The accounts database cannot be used (PostgreSQL)"
            ),
            ("Portal:TlsAuthority", "/dev/null", "Portal:TlsCertificate: missing; it must be a PEM file; TlsAuthority,"),
            ("Telemetry:MetricsPort", "70000", "Telemetry:MetricsPort: 70000 is not a port (1 to 65535; 0: none)."),
            ("Telemetry:SpanShare", "half", "Telemetry:SpanShare: 'half' is not a number from 0 to 1."),
            ("Telemetry:Otlp", "collector", "Telemetry:Otlp: 'collector' is not an http(s) address"),
            ("urls", "nonsense", "--urls: 'nonsense' is not an address such as http://127.0.0.1:5080"),
            ("Kestrel:Certificates:Default:KeyPath", "/absent", "Kestrel:Certificates:Default:Path: missing"),
            ("Logging:LogLevel:Default", "Loud", "Logging:LogLevel:Default: 'Loud' is not one of Trace"),
        ];
}

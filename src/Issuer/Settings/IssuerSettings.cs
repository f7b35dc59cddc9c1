namespace KiPass.Issuer.Settings;

/// <summary>Section <c>Issuer</c> of the configuration.</summary>
internal sealed class IssuerSettings
{
    /// <summary>The domain's folder: <c>keys/</c>, <c>trust/</c>, <c>daykeys/</c>, and without PostgreSQL <c>issuer.db</c>.</summary>
    public string Data { get; set; } = Path.Combine("data", "issuer");

    /// <summary>The number under which the register pins this issuer: 1 to 65535. Default 1.</summary>
    public int Number { get; set; } = 1;

    /// <summary>The company's name, as visitors and the register's operator see it.</summary>
    public string Name { get; set; } = "KiPass 발급";

    /// <summary>The URL under which other parties reach this issuer; absent: the URL it listens on.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Folder of the day keys, shared by all processes of this issuer; absent: <c>daykeys</c> in <see cref="Data"/>.</summary>
    public string? DayKeys { get; set; }

    /// <summary>Proxies that are allowed to set <c>X-Forwarded-For</c>, besides one on this machine: addresses or networks, separated by commas.</summary>
    public string? Proxies { get; set; }

    /// <summary>A folder with one file per secret setting, named after the setting (<c>Issuer__Postgres__App</c>).</summary>
    public string? Secrets { get; set; }

    /// <summary>PostgreSQL; absent: SQLite in <see cref="Data"/>.</summary>
    public PostgresSettings? Postgres { get; set; }

    /// <summary>The SMS gateway; absent: the simulated inbox.</summary>
    public SmsSettings? Sms { get; set; }

    public LimitSettings Limits { get; set; } = new();

    public DisclosureSettings Disclosures { get; set; } = new();

    /// <summary>
    /// A Korean day (yyyy-MM-dd) whose lost key the operator gives up: a new key is created, and passes issued that day before the loss can
    /// no longer be resolved. Absent: a lost key prevents the start.
    /// </summary>
    public string? ReplaceLostDayKey { get; set; }

    /// <summary>What is wrong, in one line; null when nothing is.</summary>
    public string? Fault() =>
        Number is < 1 or > ushort.MaxValue ? "Issuer:Number must be from 1 to 65535."
        : string.IsNullOrWhiteSpace(Name) || Name.Length > 100 ? "Issuer:Name must have 1 to 100 characters."
        : string.IsNullOrWhiteSpace(Data) ? "Issuer:Data must name a folder."
        : Postgres is { } postgres && (postgres.Owner is null || postgres.App is null)
            ? "Issuer:Postgres needs both connection strings, Owner and App."
        : Sms is { Url: null or { IsAbsoluteUri: false } } ? "Issuer:Sms:Url must be an absolute address."
        : PublicUrl is { IsAbsoluteUri: false } ? "Issuer:PublicUrl must be an absolute address."
        : ReplaceLostDayKey is { } day && !Tokens.KoreanDay.TryParse(day, null, out _)
            ? "Issuer:ReplaceLostDayKey must be a day, yyyy-MM-dd."
        : KiPass.Hosting.Proxies.TrustedProxies.Fault(Proxies) is { } stranger
            ? $"Issuer:Proxies: '{stranger}' is neither an IP address nor a network such as 10.0.0.0/24."
        : Limits.Fault() ?? Disclosures.Fault();
}

/// <summary>Connection strings of the issuer's own database.</summary>
internal sealed class PostgresSettings
{
    /// <summary>Migrates, and vacuums what was deleted.</summary>
    public string? Owner { get; set; }

    /// <summary>Reads and writes rows.</summary>
    public string? App { get; set; }
}

internal sealed class SmsSettings
{
    /// <summary>Receives <c>POST {"to":"+8210…","text":"…"}</c> and answers 2xx once it has taken the message.</summary>
    public Uri? Url { get; set; }
}

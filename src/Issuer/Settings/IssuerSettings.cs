using System.ComponentModel.DataAnnotations;
using KiPass.Hosting.Limits;
using KiPass.Hosting.Postgres;
using KiPass.Hosting.Proxies;
using KiPass.Hosting.Settings;
using KiPass.Tokens;

namespace KiPass.Issuer.Settings;

/// <summary>Section <c>Issuer</c> of the configuration.</summary>
internal sealed class IssuerSettings
{
    public const string Section = "Issuer";

    private const int MostCharactersOfName = 100;

    /// <summary>The domain's folder: <c>keys/</c>, <c>trust/</c>, <c>daykeys/</c>, and without PostgreSQL <c>issuer.db</c>.</summary>
    public string Data { get; set; } = Path.Combine("data", "issuer");

    /// <summary>The number under which the register pins this issuer: 1 to 65535. Default 1.</summary>
    [Range(1, ushort.MaxValue)]
    public int Number { get; set; } = 1;

    /// <summary>The company's name, as visitors and the register's operator see it.</summary>
    public string Name { get; set; } = "KI-Pass 발급";

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

    /// <summary>The SMS gateway. Required, unless <see cref="Demo"/> is true.</summary>
    public SmsSettings? Sms { get; set; }

    /// <summary>Address of the SMS gateway; null without one. An empty value is none, since a compose file cannot leave a variable out.</summary>
    public Uri? SmsUrl => Sms?.Url is { OriginalString.Length: > 0 } url ? url : null;

    /// <summary>Whether an issuer without an SMS gateway may run, with a simulated inbox that anyone can read. For demonstrations only.</summary>
    public bool Demo { get; set; }

    /// <summary>Calling codes of the countries whose phone numbers can be verified, separated by commas; <c>*</c>: all.</summary>
    public string PhoneCountries { get; set; } = CallingCodes.All;

    public LimitSettings Limits { get; set; } = new();

    public DisclosureSettings Disclosures { get; set; } = new();

    /// <summary>
    /// Korean days (yyyy-MM-dd, separated by commas) whose lost keys the operator gives up: new keys are created, and tickets of those days that were
    /// issued before the loss can no longer be resolved. Absent: a lost key prevents the start.
    /// </summary>
    public string? ReplaceLostDayKey { get; set; }

    /// <summary>Whether the operator gives up the lost key of a day.</summary>
    public bool GivesUp(KoreanDay day) => GivenUp(ReplaceLostDayKey).Any(text => text == day.ToString());

    /// <summary>Reads the section.</summary>
    /// <exception cref="StartException">A value cannot be read or used.</exception>
    public static IssuerSettings Read(ConfigurationManager configuration)
    {
        configuration.AddDomainFolder(Section, new IssuerSettings().Data);
        var settings = configuration.Bind<IssuerSettings>(Section);
        if (settings.Fault() is { } fault)
        {
            throw new StartException(fault);
        }
        settings.Data = Path.GetFullPath(settings.Data);
        return settings;
    }

    /// <summary>What keeps the server from starting without an SMS gateway, in one line; null when nothing does.</summary>
    public string? GatewayFault() =>
        SmsUrl is null
            ? SimulatedInboxes.Fault(Demo, $"{Section}:{nameof(Sms)}:{nameof(Sms.Url)}", $"{Section}:{nameof(Demo)}", PublicUrl)
            : null;

    /// <summary>What is wrong, in one line; null when nothing is.</summary>
    public string? Fault() =>
        SettingsBinder.NumberFaults(this, Section).FirstOrDefault()
        ?? (
            string.IsNullOrWhiteSpace(Name) || Name.Length > MostCharactersOfName
                ? SettingFault.Wrong($"{Section}:{nameof(Name)}", Name, $"a name of 1 to {MostCharactersOfName} characters")
                : null
        )
        ?? (string.IsNullOrWhiteSpace(Data) ? SettingFault.Missing($"{Section}:{nameof(Data)}", "the folder of the issuer") : null)
        ?? Postgres?.Fault()
        ?? (SmsUrl is null ? null : SettingFault.HttpUrl($"{Section}:{nameof(Sms)}:{nameof(Sms.Url)}", SmsUrl.OriginalString))
        ?? CallingCodes.Fault($"{Section}:{nameof(PhoneCountries)}", PhoneCountries)
        ?? (PublicUrl is null ? null : SettingFault.HttpUrl($"{Section}:{nameof(PublicUrl)}", PublicUrl.OriginalString))
        ?? (
            GivenUp(ReplaceLostDayKey).Any(day => !KoreanDay.TryParse(day, null, out _))
                ? SettingFault.Wrong(
                    $"{Section}:{nameof(ReplaceLostDayKey)}",
                    ReplaceLostDayKey!,
                    "a day, yyyy-MM-dd, or several separated by commas"
                )
                : null
        )
        ?? TrustedProxies.Fault($"{Section}:{nameof(Proxies)}", Proxies);

    private static string[] GivenUp(string? days) => days?.Split(',', StringSplitOptions.TrimEntries) ?? [];
}

/// <summary>Connection strings of the issuer's own database.</summary>
internal sealed class PostgresSettings
{
    private const string Section = $"{IssuerSettings.Section}:{nameof(IssuerSettings.Postgres)}";

    /// <summary>The roles that provisioning makes; the first one owns the database.</summary>
    public static IReadOnlyList<DatabaseRole> Roles { get; } =
    [new("owner", $"{Section}:{nameof(Owner)}"), new("app", $"{Section}:{nameof(App)}")];

    /// <summary>Migrates, and vacuums what was deleted.</summary>
    public string? Owner { get; set; }

    /// <summary>Reads and writes rows.</summary>
    public string? App { get; set; }

    /// <summary>Both or neither.</summary>
    public string? Fault() =>
        SettingFault.ConnectionString($"{Section}:{nameof(Owner)}", Owner)
        ?? SettingFault.ConnectionString($"{Section}:{nameof(App)}", App);
}

internal sealed class SmsSettings
{
    /// <summary>Receives <c>POST {"to":"+8210…","text":"…"}</c> and answers 2xx once it has taken the message.</summary>
    public Uri? Url { get; set; }
}

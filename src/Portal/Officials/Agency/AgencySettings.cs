using KiPass.Hosting.Settings;
using KiPass.Portal.Shared.Accounts;

namespace KiPass.Portal.Officials.Agency;

/// <summary>
/// The agency's own sign-in by OpenID Connect, section <c>Portal:OpenIdConnect</c>. Without an authority, staff signs in with local accounts.
/// With one, local passwords, passkeys and invitations are off, and the claims of the provider decide about roles.
/// </summary>
internal sealed class AgencySettings
{
    public const string Section = "Portal:OpenIdConnect";

    /// <summary>Issuer URL of the provider. Its discovery document is below it. https, or http on this machine.</summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    /// <summary>The client's secret; a file in the folder of secrets.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>Name of the claim with the role of the official.</summary>
    public string RoleClaim { get; set; } = "kipass_role";

    /// <summary>Name of the claim with the jurisdiction: <c>*</c>, or the code of a province or a district.</summary>
    public string DistrictClaim { get; set; } = "kipass_district";

    /// <summary>Value of the role claim for <see cref="AccountRole.Official"/>.</summary>
    public string OfficialRole { get; set; } = "official";

    /// <summary>Value of the role claim for <see cref="AccountRole.Approver"/>.</summary>
    public string ApproverRole { get; set; } = "approver";

    /// <summary>Value of the role claim for <see cref="AccountRole.Administrator"/>.</summary>
    public string AdministratorRole { get; set; } = "administrator";

    /// <summary>
    /// Values of <c>acr</c> that prove a second factor, separated by spaces. They are requested with <c>acr_values</c>. Empty: only
    /// <see cref="Amr"/> proves it.
    /// </summary>
    public string AcrValues { get; set; } = "";

    /// <summary>Values of <c>amr</c> (RFC 8176) of which one proves a second factor, separated by spaces. Empty: only <c>acr</c> does.</summary>
    public string Amr { get; set; } = "mfa";

    /// <summary>Whether the agency's own sign-in is configured.</summary>
    public bool IsOn => Authority.Length > 0;

    /// <exception cref="StartException">A value is missing or invalid.</exception>
    public static AgencySettings Read(IConfiguration configuration)
    {
        var settings = configuration.GetSection(Section).Get<AgencySettings>() ?? new AgencySettings();
        return settings.Fault() is { } fault ? throw new StartException(fault) : settings;
    }

    /// <summary>The role of the account; null if no role or more than one is claimed.</summary>
    public AccountRole? RoleOf(IEnumerable<string> claimed)
    {
        var roles = claimed
            .Select(value =>
                value == OfficialRole ? AccountRole.Official
                : value == ApproverRole ? AccountRole.Approver
                : value == AdministratorRole ? AccountRole.Administrator
                : (AccountRole?)null
            )
            .OfType<AccountRole>()
            .Distinct()
            .ToList();
        return roles is [var only] ? only : null;
    }

    /// <summary>Whether the claims prove that the provider asked for a second factor.</summary>
    public bool ProvesSecondFactor(string? acr, IEnumerable<string> amr) =>
        (acr is not null && Words(AcrValues).Contains(acr)) || Words(Amr).Intersect(amr).Any();

    private string? Fault()
    {
        if (!IsOn)
        {
            return ClientId.Length > 0 || ClientSecret.Length > 0
                ? SettingFault.Missing($"{Section}:Authority", "the issuer URL of the provider, because other settings of it are given")
                : null;
        }
        if (SettingFault.HttpUrl($"{Section}:Authority", Authority) is { } fault)
        {
            return fault;
        }
        var authority = new Uri(Authority);
        return authority.Scheme != Uri.UriSchemeHttps && !authority.IsLoopback
                ? SettingFault.Wrong($"{Section}:Authority", Authority, "an https address")
            : ClientId.Length == 0 ? SettingFault.Missing($"{Section}:ClientId", "the id that the provider gave to this portal")
            : ClientSecret.Length == 0 ? SettingFault.Missing($"{Section}:ClientSecret", "the secret that the provider gave to this portal")
            : Words(AcrValues).Length + Words(Amr).Length == 0
                ? SettingFault.Missing($"{Section}:Amr", "at least one value that proves a second factor, or use AcrValues")
            : new[] { OfficialRole, ApproverRole, AdministratorRole }.Distinct().Count() < 3
                ? SettingFault.Wrong($"{Section}:ApproverRole", ApproverRole, "a different value for each role")
            : null;
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

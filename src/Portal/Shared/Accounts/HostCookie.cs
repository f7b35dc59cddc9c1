namespace KiPass.Portal.Shared.Accounts;

/// <summary>
/// A cookie that only this host can set and that never travels unencrypted: prefix <c>__Host-</c>, <c>Secure</c>, path <c>/</c>, no domain
/// (RFC 6265bis). Scripts cannot read it. Browsers also accept it from http://localhost, for demonstrations.
/// </summary>
internal sealed class HostCookie : CookieBuilder
{
    public HostCookie(string name)
    {
        Name = "__Host-" + name;
        Path = "/";
        HttpOnly = true;
        SameSite = SameSiteMode.Lax;
        IsEssential = true;
    }

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        // Not by SecurePolicy: with it, antiforgery refuses requests that a browser sends to http://localhost.
        var options = base.Build(context, expiresFrom);
        options.Secure = true;
        return options;
    }
}

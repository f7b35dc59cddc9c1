namespace KiPass.Portal.Shared.Accounts;

/// <summary>Who authenticates the users of a portal.</summary>
/// <param name="IsOn">
/// Whether the portal does, with passwords, passkeys and second factors of its own. Otherwise an agency does, and account pages offer none of
/// them.
/// </param>
public sealed record LocalSignIn(bool IsOn);

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Who authenticates the users of a portal.</summary>
/// <param name="IsOn">
/// Whether the portal does, with its own passwords, passkeys and second factors. Otherwise an agency does, and account pages offer none of
/// them.
/// </param>
public sealed record LocalSignIn(bool IsOn);

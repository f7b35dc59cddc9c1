namespace KiPass.Portal.Shared.Accounts;

/// <summary>Starts sessions of accounts that were authenticated elsewhere, for example by the agency's own sign-in.</summary>
public interface IAccountSessions
{
    /// <summary>Starts a session. Ends an earlier session of this browser.</summary>
    Task Enter(Account account, bool withSecondFactor);
}

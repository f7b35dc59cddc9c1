namespace KiPass.Portal.Shared.Accounts.Events;

/// <summary>
/// Records what happens to accounts. The officials' portal writes the events to the authority's audit chain, the owners' portal to an
/// append-only table. Neither contains a name, an e-mail address, a phone number or an IP address.
/// </summary>
public interface IAccountAudit
{
    /// <summary>Records an event of an account. Returns after the commit.</summary>
    Task Record(AccountEventKind kind, Guid accountId);

    /// <summary>
    /// Counts a refused sign-in. Nothing is stored at once: the counts of an account are stored together by
    /// <see cref="StoreRefusals"/>, so that nobody can grow the audit by failing. A refusal without an account is only a metric.
    /// </summary>
    void Refused(SignInRefusal reason, Guid? accountId);

    /// <summary>Stores one event for each account whose sign-in was refused since the last call. Runs every hour and at shutdown.</summary>
    Task StoreRefusals(CancellationToken cancellationToken = default);
}

/// <summary>An event of an account. Stored by name, so names never change.</summary>
public enum AccountEventKind
{
    /// <summary>The owner of the account verified its e-mail address and phone number.</summary>
    Verified,

    /// <summary>A session started.</summary>
    SignedIn,

    /// <summary>Sign-ins were refused. The event has their number and reasons.</summary>
    SignInsRefused,

    PasswordChanged,

    PasswordReset,

    SecondFactorEnabled,

    SecondFactorDisabled,

    RecoveryCodeUsed,

    PasskeyAdded,

    PasskeyRemoved,

    /// <summary>The owner of the account ended sessions in other browsers.</summary>
    SessionsEnded,
}

/// <summary>Why a sign-in was refused.</summary>
public enum SignInRefusal
{
    UnknownAccount,

    WrongPassword,

    /// <summary>Too many failed attempts, or the account is disabled.</summary>
    Locked,

    WrongCode,

    WrongPasskey,

    /// <summary>The agency's own sign-in was refused, for example because of a missing role.</summary>
    Agency,
}

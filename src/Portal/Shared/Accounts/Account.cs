using Microsoft.AspNetCore.Identity;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>An account of one portal. Permissions at a facility are stored with the facility, not with the account.</summary>
public sealed class Account : IdentityUser<Guid>
{
    public string Name { get; set; } = "";

    public AccountRole Role { get; set; }

    /// <summary>An official's jurisdiction: a district code, or empty for the whole country.</summary>
    public string District { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The TOTP secret, encrypted with the portal's protection keys. Null if TOTP is not set up.</summary>
    public string? ProtectedTotpSecret { get; set; }

    /// <summary>
    /// The e-mail address that a sign-up named but did not verify yet. Until then the account has no address, so that it neither reserves
    /// the address nor can be found by it. Null afterwards.
    /// </summary>
    public string? PendingEmail { get; set; }

    /// <summary>The last accepted 30-second step. This step and earlier ones are rejected from then on.</summary>
    public long LastTotpStep { get; set; }

    /// <summary>When an administrator disabled the account; null if it is enabled. A disabled account has no session.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>
    /// The phone number (E.164) of this staff account, from its verification on. No other staff account can have it. Null for owners. See
    /// <see cref="StaffPhones"/>.
    /// </summary>
    public string? StaffPhone { get; set; }
}

/// <summary>
/// The role of an account. In the owners' portal it is always <see cref="Owner"/>. The other roles belong to the officials' portal.
/// </summary>
public enum AccountRole
{
    /// <summary>Owner, manager or scanner of facilities (사업주, 시설관리자).</summary>
    Owner,

    /// <summary>Official or investigator (역학조사관). Requests traces and decides on registrations.</summary>
    Official,

    /// <summary>Approves requests of other officials.</summary>
    Approver,

    /// <summary>Invites and removes officials.</summary>
    Administrator,
}

/// <summary>A signed-in browser. Deleting the row invalidates the cookie.</summary>
internal sealed class AccountSession
{
    /// <summary>SHA-256 of the key in the cookie, base64url.</summary>
    public required string Id { get; set; }

    public required Guid AccountId { get; set; }

    public required byte[] Ticket { get; set; }

    /// <summary>Names of the browser and the operating system, so that users recognize the session in the list.</summary>
    public required string Browser { get; set; }

    /// <summary>The browser, whichever account uses it; see <see cref="BrowserDevice"/>. Empty in sessions of earlier releases.</summary>
    public string Device { get; set; } = "";

    public required DateTimeOffset CreatedAt { get; set; }

    public required DateTimeOffset LastSeenAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>A six-digit code that was sent to an e-mail address or phone. At most one for each account and purpose.</summary>
internal sealed class OneTimeCode
{
    public required Guid AccountId { get; set; }

    public required CodePurpose Purpose { get; set; }

    /// <summary>
    /// PBKDF2 hash of the account, the purpose, the value that the code is bound to, and the code. Earlier releases stored SHA-256.
    /// </summary>
    public required byte[] Hash { get; set; }

    public required DateTimeOffset SentAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    public required int TriesLeft { get; set; }

    /// <summary>Number of codes that ended with five wrong attempts, since the last correct one.</summary>
    public int DeadCodes { get; set; }

    /// <summary>No code is sent before.</summary>
    public DateTimeOffset NextAt { get; set; } = DateTimeOffset.UnixEpoch;
}

/// <summary>The purpose of a one-time code.</summary>
public enum CodePurpose
{
    Email,
    Phone,

    /// <summary>Not used any more: the password is reset by a link (<see cref="ResetLink"/>). Codes of earlier releases have it.</summary>
    PasswordReset,

    /// <summary>Verifies that the account can answer calls to a facility's phone. The code is valid only for that phone number.</summary>
    FacilityPhone,
}

/// <summary>A one-time invitation link for an official, or for a person who will work at a facility.</summary>
public sealed class Invitation
{
    /// <summary>SHA-256 of the secret in the link, base64url.</summary>
    public required string Id { get; set; }

    public required AccountRole Role { get; set; }

    /// <summary>E-mail address of the invited person, who alone can use the link. Empty for the first administrators.</summary>
    public string Email { get; set; } = "";

    public string District { get; set; } = "";

    /// <summary>In the owners' portal: the facility at which the invited person will work.</summary>
    public Guid? FacilityId { get; set; }

    /// <summary>In the owners' portal: <c>owner</c>, <c>manager</c> or <c>scanner</c> at that facility.</summary>
    public string FacilityRole { get; set; } = "";

    public Guid? InvitedBy { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }
}

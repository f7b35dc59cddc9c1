using Microsoft.AspNetCore.Identity;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Somebody who may sign in to one portal. What an owner may do at a facility is the facility's to say, not the account's.</summary>
public sealed class Account : IdentityUser<Guid>
{
    public string Name { get; set; } = "";

    public AccountRole Role { get; set; }

    /// <summary>An official's jurisdiction: a district code, or empty for the whole country.</summary>
    public string District { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The TOTP secret, protected by the portal's protection keys; null while not set up.</summary>
    public string? ProtectedTotpSecret { get; set; }

    /// <summary>The last accepted 30-second step: neither it nor an earlier one is accepted again.</summary>
    public long LastTotpStep { get; set; }
}

/// <summary>What an account is. In the owners' portal always <see cref="Owner"/>; the other roles belong to the officials' portal.</summary>
public enum AccountRole
{
    /// <summary>Owner, manager or scanner of facilities (사업주, 시설관리자).</summary>
    Owner,

    /// <summary>Official, investigator (역학조사관): asks for traces, decides registrations.</summary>
    Official,

    /// <summary>Approves what another official asked for.</summary>
    Approver,

    /// <summary>Invites and removes officials.</summary>
    Administrator,
}

/// <summary>A signed-in browser; its cookie is worth nothing once the row is gone.</summary>
internal sealed class AccountSession
{
    /// <summary>SHA-256 of the key in the cookie, base64url.</summary>
    public required string Id { get; set; }

    public required Guid AccountId { get; set; }

    public required byte[] Ticket { get; set; }

    /// <summary>Browser and system in a few texts, to recognise it in the list.</summary>
    public required string Browser { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    public required DateTimeOffset LastSeenAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>A six-digit code on its way to an e-mail address or phone. One for each account and purpose.</summary>
internal sealed class OneTimeCode
{
    public required Guid AccountId { get; set; }

    public required CodePurpose Purpose { get; set; }

    /// <summary>SHA-256 over account, purpose, what it proves, and code.</summary>
    public required byte[] Hash { get; set; }

    public required DateTimeOffset SentAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    public required int TriesLeft { get; set; }
}

/// <summary>What a one-time code proves.</summary>
public enum CodePurpose
{
    Email,
    Phone,
    PasswordReset,

    /// <summary>That the account answers calls at a facility's number; the code is good for that number alone.</summary>
    FacilityPhone,
}

/// <summary>A one-time link that makes an official's account, or a person of a facility.</summary>
public sealed class Invitation
{
    /// <summary>SHA-256 of the secret in the link, base64url.</summary>
    public required string Id { get; set; }

    public required AccountRole Role { get; set; }

    /// <summary>Empty for the first administrator.</summary>
    public string Email { get; set; } = "";

    public string District { get; set; } = "";

    /// <summary>In the owners' portal: the facility that the invited person will work for.</summary>
    public Guid? FacilityId { get; set; }

    /// <summary>In the owners' portal: <c>owner</c>, <c>manager</c> or <c>scanner</c> at that facility.</summary>
    public string FacilityRole { get; set; } = "";

    public Guid? InvitedBy { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }
}

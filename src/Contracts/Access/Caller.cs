namespace KiPass.Contracts.Access;

/// <summary>The account that makes a call. For calls from portals, the register reads it from the verified call token. Each grain checks it against its access rules.</summary>
/// <param name="AccountId">Id of the account in the database of its area, 1 to 64 characters; recorded in histories.</param>
/// <param name="Role">Role of the account.</param>
/// <param name="Jurisdiction">Jurisdiction of an official. Ignored for accounts of the owners' area.</param>
[GenerateSerializer, Immutable, Alias("kipass.caller")]
public sealed record Caller(
    [property: Id(0)] string AccountId,
    [property: Id(1)] CallerRole Role,
    [property: Id(2)] Jurisdiction Jurisdiction = default
)
{
    /// <summary>An account of the owners' area (시설 영역); its role in a facility is stored with the facility.</summary>
    public static Caller Account(string accountId) => new(accountId, CallerRole.Account);

    /// <summary>An official (공무원) with a jurisdiction.</summary>
    public static Caller Official(string accountId, Jurisdiction jurisdiction) => new(accountId, CallerRole.Official, jurisdiction);

    /// <summary>An approver (승인권자) with a jurisdiction.</summary>
    public static Caller Approver(string accountId, Jurisdiction jurisdiction) => new(accountId, CallerRole.Approver, jurisdiction);

    /// <summary>Whether this is an official or approver with jurisdiction over a district.</summary>
    public bool AnswersFor(string district) => Role is CallerRole.Official or CallerRole.Approver && Jurisdiction.Covers(district);
}

/// <summary>Role of the calling account.</summary>
public enum CallerRole
{
    /// <summary>An account of the owners' area.</summary>
    Account = 0,

    /// <summary>An official of a health office (공무원).</summary>
    Official = 1,

    /// <summary>An official who may also approve (승인권자).</summary>
    Approver = 2,

    /// <summary>Manages the accounts of the officials' area (관리자); has no access to facilities and visits.</summary>
    Administrator = 3,

    /// <summary>The owners' portal itself, without an account, for example for a page that anyone may read.</summary>
    OwnersPortal = 4,

    /// <summary>The officials' portal itself, without an account, for example while it follows a trace.</summary>
    AuthorityPortal = 5,
}

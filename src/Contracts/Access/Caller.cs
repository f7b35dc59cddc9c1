namespace KiPass.Contracts.Access;

/// <summary>
/// Who asks for something: set by a portal from its signed-in session, checked inside each grain against that grain's table of rules.
/// </summary>
/// <param name="AccountId">Id of the account in its area's own database, 1 to 64 characters; stored as "who" in histories.</param>
/// <param name="Role">What the account is.</param>
/// <param name="Jurisdiction">Of officials: which districts they answer for. Ignored for an owner-area account.</param>
[GenerateSerializer, Immutable, Alias("kipass.caller")]
public sealed record Caller(
    [property: Id(0)] string AccountId,
    [property: Id(1)] CallerRole Role,
    [property: Id(2)] Jurisdiction Jurisdiction = default
)
{
    /// <summary>Somebody of the owners' area (시설 영역); what they may do in a facility is written in the facility itself.</summary>
    public static Caller Account(string accountId) => new(accountId, CallerRole.Account);

    /// <summary>An official (공무원) with a jurisdiction.</summary>
    public static Caller Official(string accountId, Jurisdiction jurisdiction) => new(accountId, CallerRole.Official, jurisdiction);

    /// <summary>An approver (승인권자) with a jurisdiction.</summary>
    public static Caller Approver(string accountId, Jurisdiction jurisdiction) => new(accountId, CallerRole.Approver, jurisdiction);

    /// <summary>Whether this is an official or an approver who answers for a district.</summary>
    public bool AnswersFor(string district) => Role is CallerRole.Official or CallerRole.Approver && Jurisdiction.Covers(district);
}

/// <summary>What kind of account calls.</summary>
public enum CallerRole
{
    /// <summary>An account of the owners' area.</summary>
    Account = 0,

    /// <summary>An official of a health office (공무원).</summary>
    Official = 1,

    /// <summary>An official who may also approve (승인권자).</summary>
    Approver = 2,

    /// <summary>Runs the accounts of the officials' area (관리자); sees no facility and no visit.</summary>
    Administrator = 3,
}

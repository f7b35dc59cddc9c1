using KiPass.Issuer.Personal;

namespace KiPass.Issuer.Visitors;

/// <summary>A person who enters (이용자) with a verified phone of their own.</summary>
internal sealed record Visitor(
    Id VisitorId,
    PhoneNumber Phone,
    PersonName Name,
    BirthDate BirthDate,
    PhoneNumber? GuardianPhone,
    string ConsentVersion,
    DateTimeOffset ConsentedAt,
    DateTimeOffset VerifiedAt
);

/// <summary>A person without a phone who enters with a visitor: has pseudonyms of their own.</summary>
internal sealed record Companion(Id CompanionId, PersonName Name, BirthDate BirthDate);

/// <summary>What a confirmed visitor said of themselves.</summary>
internal sealed record Declaration(PersonName Name, BirthDate BirthDate, string ConsentVersion);

/// <summary>A visitor or companion, as a disclosure names them.</summary>
/// <param name="PersonId">The id behind the pseudonym.</param>
/// <param name="VisitorId">The visitor themselves, or the one whom the companion came with.</param>
/// <param name="Phone">The visitor's own number; a companion's is that of the visitor.</param>
/// <param name="GuardianPhone">For a child: the guardian's number.</param>
internal sealed record Person(
    Id PersonId,
    Id VisitorId,
    PersonName Name,
    PhoneNumber Phone,
    BirthDate BirthDate,
    PhoneNumber? GuardianPhone
);

/// <summary>What became of a confirmed number.</summary>
/// <param name="VisitorId">Whose it is now.</param>
/// <param name="Superseded">The visitor who had it before and is another person.</param>
internal readonly record struct Renewal(Id VisitorId, Id? Superseded);

using KiPass.Issuer.Personal;

namespace KiPass.Issuer.Visitors;

/// <summary>A person (이용자) with their own verified phone number.</summary>
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

/// <summary>A person without a phone who accompanies a visitor and has separate tickets.</summary>
internal sealed record Companion(Id CompanionId, PersonName Name, BirthDate BirthDate);

/// <summary>The data that a visitor declared when confirming the phone number.</summary>
internal sealed record Declaration(PersonName Name, BirthDate BirthDate, string ConsentVersion)
{
    /// <summary>Whether it is the declaration of the number's current holder, perhaps with a corrected name or a corrected date of birth.</summary>
    public bool IsOf(Visitor holder) =>
        holder.BirthDate == BirthDate || (holder.Name.IsSameAs(Name.Value) && holder.BirthDate.MayBeMistypedAs(BirthDate));

    /// <summary>Whether it is the declaration of an earlier holder: nobody else may get that person's companions with the number.</summary>
    public bool IsSurelyOf(Visitor holder) => holder.BirthDate == BirthDate && holder.Name.IsSameAs(Name.Value);
}

/// <summary>A visitor or companion, as disclosed.</summary>
/// <param name="PersonId">The visitor or companion.</param>
/// <param name="VisitorId">The visitor, or the visitor whose companion the person is.</param>
/// <param name="Number">The number inside the person's tickets.</param>
/// <param name="Phone">The visitor's number.</param>
/// <param name="GuardianPhone">The guardian's number, for a child.</param>
internal sealed record Person(
    Id PersonId,
    Id VisitorId,
    VisitorNumber Number,
    PersonName Name,
    PhoneNumber Phone,
    BirthDate BirthDate,
    PhoneNumber? GuardianPhone
);

/// <summary>The result of confirming a number.</summary>
/// <param name="VisitorId">The visitor who has the number now.</param>
/// <param name="Superseded">The previous holder of the number, if that is another person.</param>
internal readonly record struct Renewal(Id VisitorId, Id? Superseded);

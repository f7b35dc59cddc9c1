using System.Data.Common;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Storage;

namespace KiPass.Issuer.Visitors;

/// <summary>Reads and decrypts rows of visitors and companions.</summary>
internal static class VisitorRows
{
    /// <summary>Columns of <see cref="ReadVisitor"/>.</summary>
    public const string VisitorColumns = "visitor_id, phone, name, birth_date, guardian_phone, consent_version, consented_at, verified_at";

    /// <summary>Columns of <see cref="ReadCompanion"/>.</summary>
    public const string CompanionColumns = "companion_id, name, birth_date";

    /// <param name="key">Decrypts.</param>
    /// <param name="row">A row with <see cref="VisitorColumns"/>.</param>
    /// <param name="first">Their position in the row.</param>
    public static Visitor ReadVisitor(this PersonalKey key, DbDataReader row, int first = 0)
    {
        var id = row.Bytes(first);
        return new(
            Id.Read(id),
            PhoneNumber.FromStore(key.Open(PersonalField.VisitorPhone, id, row.Bytes(first + 1))),
            PersonName.FromStore(key.Open(PersonalField.VisitorName, id, row.Bytes(first + 2))),
            BirthDate.FromStore(key.Open(PersonalField.VisitorBirthDate, id, row.Bytes(first + 3))),
            row.BytesOrNull(first + 4) is { } guardian ? PhoneNumber.FromStore(key.Open(PersonalField.GuardianPhone, id, guardian)) : null,
            row.GetString(first + 5),
            row.Time(first + 6),
            row.Time(first + 7)
        );
    }

    /// <param name="key">Decrypts.</param>
    /// <param name="row">A row with <see cref="CompanionColumns"/>.</param>
    /// <param name="first">Their position in the row.</param>
    public static Companion ReadCompanion(this PersonalKey key, DbDataReader row, int first = 0)
    {
        var id = row.Bytes(first);
        return new(
            Id.Read(id),
            PersonName.FromStore(key.Open(PersonalField.CompanionName, id, row.Bytes(first + 1))),
            BirthDate.FromStore(key.Open(PersonalField.CompanionBirthDate, id, row.Bytes(first + 2)))
        );
    }
}

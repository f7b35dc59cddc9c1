using System.Collections.Immutable;
using KiPass.Contracts.Access;

namespace KiPass.Contracts.Facilities;

/// <summary>Validates and normalizes the facts of a facility, both in the forms of the portal and in the register.</summary>
public static class FacilityFactsRules
{
    /// <summary>Maximum capacity of a facility.</summary>
    public const int MaxCapacity = 100_000;

    private const int MaxName = 80;
    private const int MaxPerson = 60;
    private const int MaxAddress = 120;
    private const int MaxTyped = 200;
    private static readonly DateOnly Earliest = new(1900, 1, 1);

    /// <summary>
    /// The facts in the form in which they are stored: trimmed, valid numbers in canonical form. Invalid values are kept for a draft.
    /// </summary>
    public static FacilityFacts Normalize(FacilityFacts facts) =>
        facts with
        {
            BusinessNumber = BusinessNumber.TryParse(facts.BusinessNumber, out var number)
                ? number.ToString()
                : Typed(facts.BusinessNumber),
            Name = Typed(facts.Name),
            Representative = Typed(facts.Representative),
            ManagerName = Typed(facts.ManagerName),
            Phone = KoreanPhone.Normalize(facts.Phone) ?? Typed(facts.Phone),
            District = Typed(facts.District),
            Address = Typed(facts.Address),
            Type = Typed(facts.Type),
        };

    /// <summary>The invalid fields of facts that are to be submitted; empty when all are valid.</summary>
    /// <param name="facts">Normalized facts.</param>
    /// <param name="today">The current Korean day; later opening dates are invalid.</param>
    public static ImmutableArray<FieldError> Check(FacilityFacts facts, DateOnly today)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        Add(nameof(facts.BusinessNumber), NumberProblem(facts.BusinessNumber));
        Add(nameof(facts.Name), TextProblem(facts.Name, MaxName));
        Add(nameof(facts.OpenedOn), DayProblem(facts.OpenedOn, today));
        Add(nameof(facts.Representative), TextProblem(facts.Representative, MaxPerson));
        Add(nameof(facts.ManagerName), TextProblem(facts.ManagerName, MaxPerson));
        Add(nameof(facts.Phone), PhoneProblem(facts.Phone));
        Add(nameof(facts.District), CodeProblem(facts.District, Districts.Find(facts.District) is not null));
        Add(nameof(facts.Address), TextProblem(facts.Address, MaxAddress));
        Add(nameof(facts.Type), CodeProblem(facts.Type, FacilityTypes.Find(facts.Type) is not null));
        Add(nameof(facts.Capacity), CapacityProblem(facts.Capacity));
        return errors.ToImmutable();

        void Add(string field, FieldProblem? problem)
        {
            if (problem is { } found)
            {
                errors.Add(new FieldError(field, found));
            }
        }
    }

    private static FieldProblem? NumberProblem(string number) =>
        number.Length == 0 ? FieldProblem.Missing
        : BusinessNumber.DigitsOf(number) is null ? FieldProblem.Malformed
        : BusinessNumber.TryParse(number, out _) ? null
        : FieldProblem.CheckDigit;

    private static FieldProblem? TextProblem(string text, int longest) =>
        text.Length == 0 ? FieldProblem.Missing
        : text.Length > longest ? FieldProblem.TooLong
        : text.Any(char.IsControl) ? FieldProblem.Malformed
        : null;

    private static FieldProblem? DayProblem(DateOnly? day, DateOnly today) =>
        day is null ? FieldProblem.Missing
        : day < Earliest || day > today ? FieldProblem.OutOfRange
        : null;

    private static FieldProblem? PhoneProblem(string phone) =>
        phone.Length == 0 ? FieldProblem.Missing
        : KoreanPhone.Normalize(phone) is null ? FieldProblem.Malformed
        : null;

    private static FieldProblem? CodeProblem(string code, bool known) =>
        code.Length == 0 ? FieldProblem.Missing
        : known ? null
        : FieldProblem.Unknown;

    private static FieldProblem? CapacityProblem(int? capacity) =>
        capacity is null ? FieldProblem.Missing
        : capacity is < 1 or > MaxCapacity ? FieldProblem.OutOfRange
        : null;

    // A draft keeps the input up to a length limit; NUL and single surrogates cannot be stored.
    private static string Typed(string? text)
    {
        var whole = string.Concat((text ?? "").EnumerateRunes().Where(rune => rune.Value != 0).Take(MaxTyped));
        return whole.Trim();
    }
}

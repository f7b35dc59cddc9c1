using System.Collections.Immutable;
using KiPass.Contracts.Access;

namespace KiPass.Contracts.Facilities;

/// <summary>What is right and wrong in a facility's facts: the same for a portal's form and for the register, which decides.</summary>
public static class FacilityFactsRules
{
    /// <summary>Most persons a facility can hold at once.</summary>
    public const int MaxCapacity = 100_000;

    private const int MaxName = 80;
    private const int MaxPerson = 60;
    private const int MaxAddress = 120;
    private const int MaxTyped = 200;
    private static readonly DateOnly Earliest = new(1900, 1, 1);

    /// <summary>The same facts as they are stored: trimmed, numbers in their one form where they can be read. A draft keeps what it cannot read.</summary>
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

    /// <summary>Every wrong field of facts that shall be submitted; empty when all is right.</summary>
    /// <param name="facts">Facts, normalized.</param>
    /// <param name="today">The Korean day: an opening date is not after it.</param>
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

    // A draft keeps what was typed, but never more than a field could ever need; NUL and half a surrogate pair cannot be stored.
    private static string Typed(string? text)
    {
        var whole = string.Concat((text ?? "").EnumerateRunes().Where(rune => rune.Value != 0).Take(MaxTyped));
        return whole.Trim();
    }
}

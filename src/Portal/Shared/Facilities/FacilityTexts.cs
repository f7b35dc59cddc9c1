using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Shared.Facilities;

/// <summary>Values of the contracts in the user's language.</summary>
public static class FacilityTexts
{
    public static bool Korean => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ko";

    public static string In(this Bilingual text) => Korean ? text.Korean : text.English;

    public static string Type(string code) =>
        FacilityTypes.Find(code) is { } type
            ? Korean
                ? type.Korean
                : type.English
            : "";

    public static string District(string code) =>
        Districts.Find(code) is { } district
            ? Korean
                ? $"{district.Province.Korean} {district.Korean}"
                : $"{district.English}, {district.Province.English}"
            : "";

    public static string Name(Province province) => Korean ? province.Korean : province.English;

    /// <summary>A district, a province, or the whole country.</summary>
    public static string Region(string? code, IStringLocalizer texts) =>
        code == "*" ? texts["The whole country"]
        : Districts.Provinces.FirstOrDefault(province => province.Code == code) is { } province ? Name(province)
        : District(code ?? "");

    /// <summary>Chip's colour and sign of a state; the word is <c>stage {name}</c> in the resources.</summary>
    public static (string Class, string Sign) Chip(FacilityState stage) =>
        stage switch
        {
            FacilityState.Active => ("chip-accepted", "✓"),
            FacilityState.Submitted => ("chip-kept", "…"),
            FacilityState.Suspended => ("chip-refused", "‖"),
            FacilityState.Closed => ("chip-quiet", "×"),
            _ => ("chip-quiet", "✎"),
        };

    public static (string Class, string Sign) Chip(ObligationKind kind) =>
        kind switch
        {
            ObligationKind.MandatoryEnforced => ("chip-refused", "!"),
            ObligationKind.MandatoryInGuidance => ("chip-kept", "!"),
            _ => ("chip-quiet", "○"),
        };

    /// <summary>What is wrong with a field, and what to do.</summary>
    public static string Problem(this IStringLocalizer texts, FieldError error) =>
        (error.Field, error.Problem) switch
        {
            (nameof(FacilityFacts.BusinessNumber), FieldProblem.CheckDigit) => texts[
                "The check digit does not fit: one of the ten digits is mistyped. Compare with the registration certificate."
            ],
            (nameof(FacilityFacts.BusinessNumber), FieldProblem.Malformed) => texts["A business number has ten digits: 000-00-00000."],
            (nameof(FacilityFacts.OpenedOn), FieldProblem.OutOfRange) => texts["The opening date lies between 1900 and today."],
            (nameof(FacilityFacts.Capacity), FieldProblem.OutOfRange) => texts["A number of persons from 1 to 100,000."],
            (nameof(FacilityFacts.Phone), FieldProblem.Malformed) => texts["Enter a Korean phone number, for example 02-123-4567."],
            (nameof(RestrictionOrder.From), FieldProblem.OutOfRange) => texts[
                "Not before today: what was answered for past days stays as it was."
            ],
            (nameof(RestrictionOrder.Until), FieldProblem.OutOfRange) => texts["The last day comes after the first."],
            (nameof(RestrictionOrder.GuidanceUntil), FieldProblem.OutOfRange) => texts["Guidance ends between the first and the last day."],
            (nameof(RestrictionOrder.FacilityId), FieldProblem.Unknown) => texts["There is no such facility in your jurisdiction."],
            (_, FieldProblem.Missing) => texts["This is needed."],
            (_, FieldProblem.TooLong) => texts["This is too long."],
            (_, FieldProblem.Malformed) => texts["This cannot be read."],
            (_, FieldProblem.OutOfRange) => texts["This is out of range."],
            (_, FieldProblem.Unknown) => texts["Choose one from the list."],
            (_, FieldProblem.Fixed) => texts["This can be changed by the health authority only."],
            (_, FieldProblem.Duplicate) => texts["This is there already."],
            _ => texts["This is not right."],
        };

    /// <summary>What a call's outcome means to the user; null when it is done.</summary>
    public static string? Outcome(this IStringLocalizer texts, Answer answer) =>
        answer.Status switch
        {
            AnswerStatus.Done => null,
            AnswerStatus.NotFound => texts["It does not exist any more."],
            AnswerStatus.Refused => texts["Your role does not allow this."],
            AnswerStatus.Conflict => texts["This is not possible as things stand now. Load the page anew."],
            AnswerStatus.Invalid => answer.Errors is [var first, ..] ? texts.Problem(first) : texts["This is not right."],
            _ => texts["The register does not answer. Nothing is lost; try again in a moment."],
        };
}

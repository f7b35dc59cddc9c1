using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Shared.Facilities;

/// <summary>Texts for values of the contracts, in the user's language.</summary>
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

    /// <summary>Name of a district, a province, or the whole country (<c>*</c>).</summary>
    public static string Region(string? code, IStringLocalizer texts) =>
        code == "*" ? texts["The whole country"]
        : Districts.Provinces.FirstOrDefault(province => province.Code == code) is { } province ? Name(province)
        : District(code ?? "");

    /// <summary>CSS class and symbol of a state's chip. The text is <c>stage {name}</c> in the resources.</summary>
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

    /// <summary>Describes what is wrong with a field and how to correct it.</summary>
    public static string Problem(this IStringLocalizer texts, FieldError error) =>
        (error.Field, error.Problem) switch
        {
            (nameof(FacilityFacts.BusinessNumber), FieldProblem.CheckDigit) => texts[
                "The check digit is wrong, so at least one of the ten digits is wrong. Compare with the registration certificate."
            ],
            (nameof(FacilityFacts.BusinessNumber), FieldProblem.Malformed) => texts["A business number has ten digits: 000-00-00000."],
            (nameof(FacilityFacts.OpenedOn), FieldProblem.OutOfRange) => texts["The opening date must be between 1900 and today."],
            (nameof(FacilityFacts.Capacity), FieldProblem.OutOfRange) => texts["Enter a number of people from 1 to 100,000."],
            (nameof(FacilityFacts.Phone), FieldProblem.Malformed) => texts["Enter a Korean phone number, for example 02-123-4567."],
            (nameof(RestrictionOrder.From), FieldProblem.OutOfRange) => texts["Choose today or later. Past days do not change."],
            (nameof(RestrictionOrder.Until), FieldProblem.OutOfRange) => texts["The last day must be after the first day."],
            (nameof(RestrictionOrder.GuidanceUntil), FieldProblem.OutOfRange) => texts[
                "The guidance period must end between the first and the last day."
            ],
            (nameof(RestrictionOrder.FacilityId), FieldProblem.Unknown) => texts["No such facility in your jurisdiction."],
            (
                nameof(RestrictionOrder.From)
                    or nameof(RestrictionOrder.Until)
                    or nameof(RestrictionOrder.GuidanceUntil)
                    or "Day"
                    or "OnsetDay"
                    or nameof(FacilityFacts.OpenedOn),
                FieldProblem.Malformed
            ) => texts["Enter a date, for example 2020-06-12."],
            ("Day", FieldProblem.OutOfRange) => texts["Choose a day from 2020 until today."],
            (_, FieldProblem.Missing) => texts["Required."],
            (_, FieldProblem.TooLong) => texts["This is too long."],
            (_, FieldProblem.Malformed) => texts["This value cannot be read."],
            (_, FieldProblem.OutOfRange) => texts["This is out of range."],
            (_, FieldProblem.Unknown) => texts["Choose an option from the list."],
            (_, FieldProblem.Fixed) => texts["Only the health authority can change this."],
            (_, FieldProblem.Duplicate) => texts["This already exists."],
            _ => texts["This value is not valid."],
        };

    // Away from its field, a message has to name it.
    private static string Named(this IStringLocalizer texts, FieldError error) =>
        FieldLabels.Of(error.Field) is { } label ? $"{texts[label]}: {texts.Problem(error)}" : texts.Problem(error);

    /// <summary>Describes the outcome of a call to the user. Null if the call succeeded.</summary>
    public static string? Outcome(this IStringLocalizer texts, Answer answer) =>
        answer.Status switch
        {
            AnswerStatus.Done => null,
            AnswerStatus.NotFound => texts["It no longer exists."],
            AnswerStatus.Refused => texts["You do not have permission to do this."],
            AnswerStatus.Conflict => texts["This is not possible in the current state. Reload the page."],
            AnswerStatus.Invalid => answer.Errors is [var first, ..] ? texts.Named(first) : texts["This value is not valid."],
            _ => texts["The register is not responding. Nothing is lost. Try again in a moment."],
        };
}

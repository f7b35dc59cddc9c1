using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Policy;

/// <summary>Validates what an official enters.</summary>
internal static class PolicyChecks
{
    private const int MaxTitle = 200;
    private const int MaxNote = 300;

    public static ImmutableArray<FieldError> Of(RestrictionOrder order, KoreanDay today) =>
        [
            .. Id(nameof(order.Id), order.Id),
            .. When(nameof(order.Effect), FieldProblem.OutOfRange, !Enum.IsDefined(order.Effect)),
            .. When(nameof(order.Region), FieldProblem.Unknown, !IsRegion(order.Region)),
            .. When(
                nameof(order.Types),
                FieldProblem.Unknown,
                order.Types.IsDefault || order.Types.Any(type => FacilityTypes.Find(type) is null)
            ),
            .. Text(nameof(order.Title), order.Title, MaxTitle),
            .. Days(order.From, order.Until, today),
            .. When(
                nameof(order.GuidanceUntil),
                FieldProblem.OutOfRange,
                order.GuidanceUntil < order.From || order.GuidanceUntil > order.Until
            ),
        ];

    public static ImmutableArray<FieldError> Of(Exemption exemption, KoreanDay today) =>
        [
            .. Id(nameof(exemption.Id), exemption.Id),
            .. Text(nameof(exemption.Reason), exemption.Reason, MaxNote),
            .. Days(exemption.From, exemption.Until, today),
        ];

    public static ImmutableArray<FieldError> Of(LevelChange change, KoreanDay today) =>
        [
            .. When(nameof(change.Level), FieldProblem.Unknown, !Enum.IsDefined(change.Level)),
            .. Text(nameof(change.Note), change.Note, MaxNote),
            .. Days(change.From, null, today),
        ];

    public static ImmutableArray<FieldError> Of(Guid proposalId, LevelChange change, KoreanDay today) =>
        [.. Id(nameof(LevelProposal.Id), proposalId), .. Of(change, today)];

    /// <summary>Entries cannot start or end in the past, so that answers for past days do not change.</summary>
    public static ImmutableArray<FieldError> NotPast(KoreanDay from, KoreanDay today) =>
        [.. When("From", FieldProblem.OutOfRange, from < today)];

    private static IEnumerable<FieldError> Days(KoreanDay from, KoreanDay? until, KoreanDay today) =>
        NotPast(from, today).Concat(When("Until", FieldProblem.OutOfRange, until < from));

    private static IEnumerable<FieldError> Id(string field, Guid id) => When(field, FieldProblem.Missing, id == Guid.Empty);

    private static IEnumerable<FieldError> Text(string field, string text, int longest) =>
        string.IsNullOrWhiteSpace(text) ? [new FieldError(field, FieldProblem.Missing)]
        : text.Length > longest ? [new FieldError(field, FieldProblem.TooLong)]
        : When(field, FieldProblem.Malformed, text.Any(char.IsControl));

    private static IEnumerable<FieldError> When(string field, FieldProblem problem, bool wrong) =>
        wrong ? [new FieldError(field, problem)] : [];

    private static bool IsRegion(Jurisdiction region) =>
        region.Code == "*" || Districts.Find(region.Code) is not null || Districts.Provinces.Any(province => province.Code == region.Code);
}

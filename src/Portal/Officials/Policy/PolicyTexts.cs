using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Portal.Shared.Facilities;
using KiPass.Tokens;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Officials.Policy;

/// <summary>State of a dated policy entry on a given day.</summary>
internal enum EntryStanding
{
    /// <summary>Proposed, but not yet approved.</summary>
    Proposed = 0,

    /// <summary>Starts in the future.</summary>
    Coming = 1,

    /// <summary>In force.</summary>
    InForce = 2,

    /// <summary>Ended.</summary>
    Over = 3,
}

/// <summary>Formats policy entries for display.</summary>
internal static class PolicyTexts
{
    public static EntryStanding Standing(this RestrictionOrderEntry entry, KoreanDay today) =>
        Standing(entry.Order.From, LastDay(entry.Order.Until, entry.WithdrawnFrom), today);

    public static EntryStanding Standing(this ExemptionEntry entry, KoreanDay today) =>
        Standing(entry.Exemption.From, LastDay(entry.Exemption.Until, entry.EndedFrom), today) is var standing
        && entry.ApprovedAt is null
        && standing != EntryStanding.Over
            ? EntryStanding.Proposed
            : standing;

    /// <summary>The last day on which an entry is in force: its end date, or the day before its withdrawal.</summary>
    public static KoreanDay? LastDay(KoreanDay? until, KoreanDay? withdrawnFrom) =>
        withdrawnFrom is not { } from ? until
        : until is { } last && last < from - 1 ? last
        : from - 1;

    public static (string Class, string Sign) Look(EntryStanding standing) =>
        standing switch
        {
            EntryStanding.InForce => ("chip-accepted", "✓"),
            EntryStanding.Coming => ("chip-kept", "→"),
            EntryStanding.Proposed => ("chip-kept", "…"),
            _ => ("chip-quiet", "×"),
        };

    /// <summary>Scope of an order: the region, followed by the facility types or the single facility.</summary>
    public static string Covers(this RestrictionOrder order, IStringLocalizer texts) =>
        string.Join(
            " · ",
            FacilityTexts.Region(order.Region.Code, texts),
            order.FacilityId is not null ? texts["one facility"]
                : order.Types.IsDefaultOrEmpty ? texts["all types"]
                : string.Join(", ", order.Types.Select(FacilityTexts.Type))
        );

    /// <summary>What an order changes, for the dialog before it is entered, proposed or approved.</summary>
    public static RenderFragment Details(RestrictionOrder order, OrderImpact impact) =>
        builder =>
        {
            builder.OpenComponent<OrderFacts>(0);
            builder.AddComponentParameter(1, nameof(OrderFacts.Order), order);
            builder.AddComponentParameter(2, nameof(OrderFacts.Impact), impact);
            builder.CloseComponent();
        };

    /// <summary>First and last day. The end is open if there is no last day.</summary>
    public static string Days(KoreanDay from, KoreanDay? last) => last is { } until ? $"{from} ~ {until}" : $"{from} ~";

    private static EntryStanding Standing(KoreanDay from, KoreanDay? last, KoreanDay today) =>
        last < from || last < today ? EntryStanding.Over
        : from > today ? EntryStanding.Coming
        : EntryStanding.InForce;
}

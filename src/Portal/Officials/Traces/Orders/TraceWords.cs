using System.Globalization;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Controls;
using KiPass.Portal.Shared.Facilities;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Officials.Traces.Orders;

/// <summary>The words of traces in the user's language.</summary>
internal static class TraceWords
{
    /// <summary>The nation, a province or a district.</summary>
    public static string Region(this IStringLocalizer words, string code) =>
        code == "*" ? words["The whole country"]
        : Districts.Provinces.FirstOrDefault(province => province.Code == code) is { } province
            ? FacilityWords.Korean ? province.Korean
                : province.English
        : FacilityWords.District(code);

    /// <summary>Chip's colour and sign of an order's state; the word is <c>order {name}</c> in the resources.</summary>
    public static (string Class, string Sign) Look(OrderState state) =>
        state switch
        {
            OrderState.Completed => ("chip-accepted", "✓"),
            OrderState.Running or OrderState.Approved => ("chip-kept", "…"),
            OrderState.Submitted => ("chip-kept", "?"),
            OrderState.Declined or OrderState.Refused or OrderState.TooManyContacts => ("chip-refused", "!"),
            OrderState.Draft => ("chip-quiet", "✎"),
            _ => ("chip-quiet", "×"),
        };

    /// <summary>What came of a step; null when it is simply done.</summary>
    public static string? Outcome(this IStringLocalizer words, OrderAnswer answer) =>
        answer is OrderAnswer.Done ? null : words[$"answer {answer}"].Value;

    /// <summary>The period or the window of an order: first and last day, or the two moments.</summary>
    public static (string From, string To) Period(OrderRow order) =>
        order is { WindowFrom: { } from, WindowTo: { } to }
            ? (KoreanTime.Minute(from), KoreanTime.Minute(to))
            : ($"{order.FromDay}", $"{order.ToDay}");

    /// <summary>The period or the window of an order in one line.</summary>
    public static string When(OrderRow order)
    {
        var (from, to) = Period(order);
        return $"{from} – {to}";
    }

    public static string Number(int count) => count.ToString("N0", CultureInfo.CurrentCulture);
}

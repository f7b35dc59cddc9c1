using System.Globalization;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Traces;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Shared.Controls;
using KiPass.Portal.Shared.Facilities;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Officials.Traces.Orders;

/// <summary>Formats values of traces in the user's language.</summary>
internal static class TraceTexts
{
    /// <summary>Name of the nation, a province or a district.</summary>
    public static string Region(this IStringLocalizer texts, string code) =>
        code == "*" ? texts["The whole country"]
        : Districts.Provinces.FirstOrDefault(province => province.Code == code) is { } province
            ? FacilityTexts.Korean ? province.Korean
                : province.English
        : FacilityTexts.District(code);

    private const string CompletedInPart = "CompletedInPart";

    /// <summary>Name of an order's state. A trace without the answer of an issuer was completed in part.</summary>
    public static string StateName(TraceOrderRow order) =>
        order.State == TraceOrderState.Completed && order.Progress.IsPartial ? CompletedInPart : $"{order.State}";

    /// <summary>Why the answer of an issuer is missing.</summary>
    public static string Why(this IStringLocalizer texts, IssuerProgress issuer)
    {
        var answer = texts[$"issuer {issuer.MissingAnswer}"].Value;
        return issuer.Code.Length == 0 ? answer : $"{answer} ({texts.Reason(issuer.Code)})";
    }

    /// <summary>The reason that the register or an issuer gave for a missing answer. Codes of issuers are shown as they are.</summary>
    public static string Reason(this IStringLocalizer texts, string code) =>
        code.StartsWith(HttpCode, StringComparison.Ordinal) ? texts["reason http {0}", code[HttpCode.Length..]].Value
        : texts[$"reason {code}"] is { ResourceNotFound: false } known ? known.Value
        : code;

    private const string HttpCode = "http-";

    /// <summary>Colour and icon of the chip for an order's state. The resource key of its text is <c>order {name}</c>.</summary>
    public static (string Class, string Sign) Chip(string name) =>
        name == CompletedInPart
            ? ("chip-kept", "◐")
            : Enum.Parse<TraceOrderState>(name) switch
            {
                TraceOrderState.Completed => ("chip-accepted", "✓"),
                TraceOrderState.Running or TraceOrderState.Approved => ("chip-kept", "…"),
                TraceOrderState.Submitted => ("chip-kept", "?"),
                TraceOrderState.Declined or TraceOrderState.Refused or TraceOrderState.TooManyContacts => ("chip-refused", "!"),
                TraceOrderState.Draft => ("chip-quiet", "✎"),
                _ => ("chip-quiet", "×"),
            };

    /// <summary>Message for the outcome of a step; null if it succeeded.</summary>
    public static string? Outcome(this IStringLocalizer texts, TraceOrderOutcome answer) =>
        answer is TraceOrderOutcome.Done ? null : texts[$"answer {answer}"].Value;

    /// <summary>The period of an order (first and last day) or its time window (start and end).</summary>
    public static (string From, string To) Period(TraceOrderRow order) =>
        order is { WindowFrom: { } from, WindowTo: { } to }
            ? (KoreanTime.Minute(from), KoreanTime.Minute(to))
            : ($"{order.FromDay}", $"{order.ToDay}");

    /// <summary>The period or time window of an order, on one line.</summary>
    public static string When(TraceOrderRow order)
    {
        var (from, to) = Period(order);
        return $"{from} – {to}";
    }

    /// <summary>People and entries of a line list. The register counts entries and cannot tell which of them belong to one person.</summary>
    public static string Counts(this IStringLocalizer texts, JoinedList list) =>
        texts["{0} people ({1} entries)", Number(list.People), Number(list.Entries)];

    /// <summary>The first of several places, and how many more there are.</summary>
    public static string Place(this IStringLocalizer texts, IReadOnlyList<string> names) =>
        names.Count == 1 ? names[0] : texts["{0} and {1} more", names[0], names.Count - 1];

    public static string Number(int count) => count.ToString("N0", CultureInfo.CurrentCulture);
}

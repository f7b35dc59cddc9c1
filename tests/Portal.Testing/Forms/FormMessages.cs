using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using KiPass.Portal.Shared.Language;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Testing.Forms;

/// <summary>
/// The messages at the fields of a form, read as a screen reader does: a wrong field is <c>aria-invalid</c>, its label names it, and its
/// description contains the message.
/// </summary>
public static partial class FormMessages
{
    /// <summary>Checks that these fields are wrong, no others are, and each has exactly one message.</summary>
    /// <param name="expected">Labels and messages, as resource keys or as displayed.</param>
    public static void Check(string html, IStringLocalizer<Texts> texts, params (string Label, string Message)[] expected)
    {
        var page = new HtmlParser().ParseDocument(html);
        var found = page.QuerySelectorAll("[aria-invalid='true'], [aria-describedby]")
            .Where(IsWrong)
            .Select(field => (Label: LabelOf(field), Text: Description(field)))
            .ToList();
        var wanted = expected.Select(one => (Label: texts[one.Label].Value, Message: texts[one.Message].Value)).ToList();
        Require(
            found.Select(one => one.Label).Order().SequenceEqual(wanted.Select(one => one.Label).Order()),
            $"Wrong fields: {string.Join(", ", found.Select(one => one.Label))}. Expected: {string.Join(", ", wanted.Select(one => one.Label))}."
        );
        foreach (var (label, message) in wanted)
        {
            Require(
                found.Exists(one => one.Label == label && one.Text.Contains(message, StringComparison.Ordinal)),
                $"{label} says “{found.First(one => one.Label == label).Text}” instead of “{message}”."
            );
        }
        var shown = Blank().Replace(page.DocumentElement.TextContent, " ");
        foreach (var group in wanted.GroupBy(one => one.Message))
        {
            // One message can describe two fields, such as the hours of a day.
            var count = Regex.Count(shown, Regex.Escape(group.Key));
            Require(count >= 1 && count <= group.Count(), $"“{group.Key}” is displayed {count} times for {group.Count()} fields.");
        }
    }

    private static bool IsWrong(IElement field) =>
        field.GetAttribute("aria-invalid") == "true" || Described(field).Any(element => element.GetAttribute("role") == "alert");

    private static IEnumerable<IElement> Described(IElement field) =>
        (field.GetAttribute("aria-describedby") ?? "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(id => Root(field).QuerySelector($"[id='{id}']"))
            .OfType<IElement>();

    /// <summary>Text that names a field.</summary>
    internal static string LabelOf(IElement field) =>
        field.GetAttribute("aria-label")
        ?? Blank()
            .Replace((field.Closest("label") ?? Root(field).QuerySelector($"label[for='{field.Id}']"))?.TextContent ?? "", " ")
            .Trim();

    private static string Description(IElement field) => string.Join(' ', Described(field).Select(element => element.TextContent.Trim()));

    private static IDocument Root(IElement element) => element.Owner!;

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new InvalidOperationException(fault);
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}

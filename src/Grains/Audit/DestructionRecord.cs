using System.Globalization;

namespace KiPass.Grains.Audit;

/// <summary>What was destroyed, how many, and by which rule (파기 기록); when is the audit entry's own time.</summary>
/// <param name="What">A stable word: <c>visits</c>, <c>trace-result</c>, ….</param>
/// <param name="Subject">Which: a Korean day, an order id.</param>
/// <param name="Count">How many things it held.</param>
/// <param name="Rule">A stable word, see <see cref="Visits.RetentionRule"/>.</param>
internal sealed record DestructionRecord(string What, string Subject, long Count, string Rule)
{
    /// <summary>The kind of its audit entry.</summary>
    public const string Kind = "destroyed";

    public IReadOnlyDictionary<string, string> Facts =>
        new Dictionary<string, string>
        {
            ["what"] = What,
            ["subject"] = Subject,
            ["count"] = Count.ToString(CultureInfo.InvariantCulture),
            ["rule"] = Rule,
        };
}

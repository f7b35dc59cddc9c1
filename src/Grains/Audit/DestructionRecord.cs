using System.Globalization;

namespace KiPass.Grains.Audit;

/// <summary>What was destroyed, how many, and by which rule (파기 기록). The audit entry contains the time.</summary>
/// <param name="What">A fixed word: <c>visits</c>, <c>trace-result</c>, ….</param>
/// <param name="Subject">A Korean day or an order id.</param>
/// <param name="Count">Number of items.</param>
/// <param name="Rule">A fixed word, see <see cref="Visits.RetentionRule"/>.</param>
internal sealed record DestructionRecord(string What, string Subject, long Count, string Rule)
{
    /// <summary>Kind of the audit entry.</summary>
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

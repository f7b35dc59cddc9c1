using KiPass.Tokens;

namespace KiPass.Issuer.Audit;

/// <summary>An audit fact: what was destroyed, and by which rule. The time is the entry's.</summary>
/// <param name="What"><c>day-key</c> or <c>account</c>.</param>
/// <param name="Count">Number of items.</param>
/// <param name="Rule">The reason, in words for the auditor.</param>
/// <param name="Day">The Korean day of a day key.</param>
internal sealed record DestructionRecord(string What, int Count, string Rule, KoreanDay? Day = null);

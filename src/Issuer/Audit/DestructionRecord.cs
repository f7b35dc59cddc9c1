using KiPass.Tokens;

namespace KiPass.Issuer.Audit;

/// <summary>That something was destroyed, by which rule. The entry's time says when.</summary>
/// <param name="What"><c>day-key</c> or <c>account</c>.</param>
/// <param name="Count">How many.</param>
/// <param name="Rule">Why, in words for the auditor.</param>
/// <param name="Day">The Korean day of a day key.</param>
internal sealed record DestructionRecord(string What, int Count, string Rule, KoreanDay? Day = null);

using System.Text.RegularExpressions;

namespace KiPass.Contracts.Logging;

/// <summary>
/// Removes grain keys from text before it leaves the process. Orleans includes grain ids in its warnings (<c>visitor/v:…</c>,
/// <c>token/t:…</c>), whose keys contain a ticket (가명), a token or a facility.
/// </summary>
public static partial class GrainKeys
{
    /// <summary>Replaces every key after a grain type with <c>…</c>; returns other text unchanged.</summary>
    public static string Hide(string text) => text.Contains('/', StringComparison.Ordinal) ? Named().Replace(text, "$1/…") : text;

    [GeneratedRegex(@"\b(pairing|trace|certificate|[a-z][a-z0-9-]*(?=/[a-z]{1,12}:\w))/[\w:.-]+")]
    private static partial Regex Named();
}

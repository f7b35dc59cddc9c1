using System.Text.RegularExpressions;

namespace KiPass.Contracts.Logging;

/// <summary>
/// Takes the keys of grains out of text that is about to leave the process. Orleans names grains in its warnings (<c>visitor/v:…</c>,
/// <c>token/t:…</c>), and such a key holds a pseudonym (가명), a token or a facility.
/// </summary>
public static partial class GrainKeys
{
    /// <summary>The text with every key as <c>…</c> behind its grain type; other text is returned as it is.</summary>
    public static string Hide(string text) => text.Contains('/', StringComparison.Ordinal) ? Named().Replace(text, "$1/…") : text;

    [GeneratedRegex(@"\b(pairing|trace|certificate|[a-z][a-z0-9-]*(?=/[a-z]{1,12}:\w))/[\w:.-]+")]
    private static partial Regex Named();
}

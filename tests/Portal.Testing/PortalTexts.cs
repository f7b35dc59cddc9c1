using System.Text.RegularExpressions;
using System.Xml.Linq;
using KiPass.Testing;

namespace KiPass.Portal.Testing;

/// <summary>The resources of the portals and the code that uses them, as files.</summary>
public static partial class PortalTexts
{
    public static readonly string Source = Path.Combine(KiPassStack.Root, "src", "Portal");

    /// <summary>The entries of every file with this ending, such as <c>Texts.*.ko.resx</c>.</summary>
    public static IEnumerable<XElement> Entries(string files) =>
        Directory
            .EnumerateFiles(Path.Combine(Source, "Shared", "Language"), files)
            .SelectMany(file => XDocument.Load(file).Root!.Elements("data"));

    public static HashSet<string> Keys(string files) => [.. Entries(files).Select(entry => entry.Attribute("name")!.Value)];

    /// <summary>Keys that one of the two languages lacks.</summary>
    public static IReadOnlyList<string> Missing(IEnumerable<string> keys)
    {
        var (korean, english) = (Keys("Texts.*.ko.resx"), Keys("Texts.*.en.resx"));
        return [.. keys.Where(key => !korean.Contains(key) || !english.Contains(key))];
    }

    /// <summary>Keys that code composes of a prefix and the name of a value: <c>stage Active</c>.</summary>
    public static IEnumerable<string> Composed(params (string Prefix, Type Values)[] entries) =>
        entries.SelectMany(entry => Enum.GetNames(entry.Values).Select(value => $"{entry.Prefix} {value}"));

    /// <summary>The texts that stand literally in the code.</summary>
    public static IEnumerable<string> Literals() =>
        Files().SelectMany(file => Literal().Matches(File.ReadAllText(file))).Select(match => match.Groups["text"].Value).Distinct();

    private static IEnumerable<string> Files() =>
        Directory
            .EnumerateFiles(Source, "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    // Texts["…"], texts["…"]; Refuse(field, "…"); wrong[field] = "…"; Do(…, "…"); and what is marked /*Texts*/.
    [GeneratedRegex(
        @"(?:\b[Tt]exts\[\s*""|Refuse\([^,""]*(?:""[^""]*"")?, ""|wrong\[[^\]]+\] = ""|Do\(\(\) => [^""]*, ""|/\*Texts\*/\s*"")(?<text>[^""]+)"""
    )]
    private static partial Regex Literal();
}

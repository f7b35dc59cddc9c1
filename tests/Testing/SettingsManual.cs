using System.Text.RegularExpressions;

namespace KiPass.Testing;

/// <summary>The settings that <c>docs/operations.md</c> lists, to be held against the code.</summary>
public static partial class SettingsManual
{
    /// <summary>Names of the tables' rows that begin with a section's name, sorted.</summary>
    public static IReadOnlyList<string> Under(string section) =>
        [
            .. Row()
                .Matches(File.ReadAllText(Path.Combine(KiPassStack.Root, "docs", "operations.md")))
                .Select(match => match.Groups["name"].Value)
                .Where(name => name.StartsWith($"{section}:", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Names of the settings that binding a type reads under a section, sorted.</summary>
    public static IReadOnlyList<string> Of(Type options, string section) => [.. Names(options, section).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Names(Type options, string prefix) =>
        options
            .GetProperties()
            .Where(property => property.CanWrite)
            .SelectMany(property =>
            {
                var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                var name = $"{prefix}:{property.Name}";
                return type.Assembly == options.Assembly && type.IsClass ? Names(type, name) : [name];
            });

    [GeneratedRegex(@"^\| `(?<name>[A-Za-z]+(:[A-Za-z]+)+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}

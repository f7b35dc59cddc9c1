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

    /// <summary>The settings of a type whose default is another in the manual than in the code, as <c>name: manual, code</c>.</summary>
    /// <remarks>Where the code has none, the manual says <c>none</c> or, in words of more than one, what takes its place.</remarks>
    public static IReadOnlyList<string> OtherDefaults(object options, string section) =>
        [
            .. Defaults(options, section)
                .Select(pair => (pair.Name, pair.Code, Manual: DefaultOf(pair.Name)))
                .Where(setting => setting.Code.Length == 0 ? !IsNone(setting.Manual) : setting.Manual != setting.Code)
                .Select(setting => $"{setting.Name}: {setting.Manual}, {setting.Code}"),
        ];

    /// <summary>The default that the manual states for a setting.</summary>
    public static string DefaultOf(string name) =>
        File.ReadLines(Path.Combine(KiPassStack.Root, "docs", "operations.md"))
            .First(line => line.StartsWith($"| `{name}` |", StringComparison.Ordinal))
            .Split('|')[2]
            .Trim();

    /// <summary>Whether a stated default means that there is none.</summary>
    public static bool IsNone(string stated) =>
        stated.StartsWith("none", StringComparison.Ordinal) || stated.Contains(' ', StringComparison.Ordinal);

    private static IEnumerable<(string Name, string Code)> Defaults(object options, string prefix) =>
        options
            .GetType()
            .GetProperties()
            .Where(property => property.CanWrite)
            .SelectMany(property =>
            {
                var value = property.GetValue(options);
                var name = $"{prefix}:{property.Name}";
                return property.PropertyType.Assembly == options.GetType().Assembly && property.PropertyType.IsClass
                    ? Defaults(value ?? Activator.CreateInstance(property.PropertyType)!, name)
                    :
                    [
                        (
                            name,
                            value is IFormattable formattable
                                ? formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture)
                                : $"{value}".TrimEnd('/')
                        ),
                    ];
            });

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

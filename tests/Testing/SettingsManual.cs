using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace KiPass.Testing;

/// <summary>Compares the settings listed in <c>docs/operations.md</c> with the code.</summary>
public static partial class SettingsManual
{
    /// <summary>Returns the names in the tables that start with a section's name, sorted.</summary>
    public static IReadOnlyList<string> Under(string section) =>
        [
            .. Row()
                .Matches(File.ReadAllText(Path.Combine(KiPassStack.Root, "docs", "operations.md")))
                .Select(match => match.Groups["name"].Value)
                .Where(name => name.StartsWith($"{section}:", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Returns the names of the settings that a type binds in a section, sorted.</summary>
    public static IReadOnlyList<string> Of(Type options, string section) => [.. Names(options, section).Order(StringComparer.Ordinal)];

    /// <summary>Returns settings whose default differs between manual and code, as <c>name: manual, code</c>.</summary>
    /// <remarks>For a setting without a default, the manual says <c>none</c> or describes the fallback in several words.</remarks>
    public static IReadOnlyList<string> OtherDefaults(object options, string section) =>
        [
            .. Defaults(options, section)
                .Select(pair => (pair.Name, pair.Code, Manual: DefaultOf(pair.Name)))
                .Where(setting => setting.Code.Length == 0 ? !IsNone(setting.Manual) : setting.Manual != setting.Code)
                .Select(setting => $"{setting.Name}: {setting.Manual}, {setting.Code}"),
        ];

    /// <summary>Returns numeric settings whose range is missing or wrong in the manual, as <c>name: problem</c>.</summary>
    /// <param name="create">Creates valid options.</param>
    /// <param name="section">Configuration section of the options.</param>
    /// <param name="isRefused">Whether the program refuses to start with such options.</param>
    public static IReadOnlyList<string> OtherRanges<T>(Func<T> create, string section, Func<T, bool> isRefused)
        where T : class
    {
        var wrong = new List<string>();
        foreach (var (path, name, type) in Numbers(typeof(T), section, []))
        {
            var stated = Range().Match(MeaningOf(name));
            if (!stated.Success)
            {
                wrong.Add($"{name}: no range is stated");
                continue;
            }
            var (low, high) = (Parse(stated.Groups["low"].Value), Parse(stated.Groups["high"].Value));
            wrong.AddRange(
                new[] { (low, false), (high, false), (low - 1, true), (high + 1, true) }
                    .Where(probe => Refused(path, type, probe.Item1) != probe.Item2)
                    .Select(probe => $"{name}: {probe.Item1} is {(probe.Item2 ? "taken" : "refused")}")
            );
        }
        return wrong;

        bool Refused(PropertyInfo[] path, Type type, double value)
        {
            var options = create();
            object at = options;
            foreach (var step in path[..^1])
            {
                at = step.GetValue(at)!;
            }
            path[^1].SetValue(at, Convert.ChangeType(value, type, CultureInfo.InvariantCulture));
            return isRefused(options);
        }

        static double Parse(string text) => double.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }

    /// <summary>Returns the default of a setting in the manual.</summary>
    public static string DefaultOf(string name) =>
        File.ReadLines(Path.Combine(KiPassStack.Root, "docs", "operations.md"))
            .First(line => line.StartsWith($"| `{name}` |", StringComparison.Ordinal))
            .Split('|')[2]
            .Trim();

    /// <summary>Returns whether a documented default means that there is none.</summary>
    public static bool IsNone(string stated) =>
        stated.StartsWith("none", StringComparison.Ordinal) || stated.Contains(' ', StringComparison.Ordinal);

    private static string MeaningOf(string name) =>
        File.ReadLines(Path.Combine(KiPassStack.Root, "docs", "operations.md"))
            .First(line => line.StartsWith($"| `{name}` |", StringComparison.Ordinal))
            .Split('|')[3];

    private static IEnumerable<(PropertyInfo[] Path, string Name, Type Type)> Numbers(Type options, string prefix, PropertyInfo[] before) =>
        options
            .GetProperties()
            .Where(property => property.CanWrite)
            .SelectMany(property =>
                (IEnumerable<(PropertyInfo[], string, Type)>)(
                    property.PropertyType == typeof(int) || property.PropertyType == typeof(double)
                        ? [([.. before, property], $"{prefix}:{property.Name}", property.PropertyType)]
                    : property.PropertyType.Assembly == options.Assembly && property.PropertyType.IsClass
                        ? Numbers(property.PropertyType, $"{prefix}:{property.Name}", [.. before, property])
                    : []
                )
            );

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
                                ? formattable.ToString(null, CultureInfo.InvariantCulture)
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

    [GeneratedRegex(@"(?<low>\d[\d,]*) to (?<high>\d[\d,]*)")]
    private static partial Regex Range();

    [GeneratedRegex(@"^\| `(?<name>[A-Za-z]+(:[A-Za-z]+)+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}

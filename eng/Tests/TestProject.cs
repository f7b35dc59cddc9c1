using System.Text.RegularExpressions;
using KiPass.Eng.Tools;
using Mono.Cecil;

namespace KiPass.Eng.Tests;

/// <summary>A built test project, and those of its tests that were chosen.</summary>
/// <param name="Name">Such as <c>Tokens.Tests</c>.</param>
/// <param name="Tests">How many test methods were chosen.</param>
/// <param name="Packages">The Debian packages that they need.</param>
internal sealed record TestProject(string Name, int Tests, IReadOnlyList<string> Packages)
{
    /// <summary>The projects of the checkout, by name.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory
            .GetFiles(Path.Combine(Checkout.Root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a project's assembly without running it.</summary>
    /// <param name="name">Such as <c>Tokens.Tests</c>.</param>
    /// <param name="filter">Part of the full name of a method, in any case; <c>*</c> stands for any characters, as in xunit. Null: all.</param>
    public static TestProject Read(string name, string? filter)
    {
        using var graph = new TypeGraph(Checkout.Assembly($"tests/{name}"));
        var pattern = filter is null ? "" : Regex.Escape(filter).Replace(@"\*", ".*", StringComparison.Ordinal);
        var chosen = new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        var classes = graph
            .Main.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false })
            .Select(type => (Type: type, Tests: Methods(type).Count(method => chosen.IsMatch($"{FullName(type)}.{method}"))))
            .Where(found => found.Tests > 0)
            .ToList();
        return new TestProject(
            name,
            classes.Sum(found => found.Tests),
            [.. classes.SelectMany(found => graph.PackagesOf(found.Type)).Distinct().Order(StringComparer.Ordinal)]
        );
    }

    private static string FullName(TypeDefinition type) => type.FullName.Replace('/', '+');

    // A class also has the tests of the classes that it derives from in the same assembly.
    private static IEnumerable<string> Methods(TypeDefinition type)
    {
        for (var at = type; at is not null; at = at.BaseType as TypeDefinition)
        {
            foreach (var method in at.Methods.Where(IsTest))
            {
                yield return method.Name;
            }
        }
    }

    private static bool IsTest(MethodDefinition method) =>
        method.CustomAttributes.Any(attribute => attribute.AttributeType.Name is "FactAttribute" or "TheoryAttribute");
}

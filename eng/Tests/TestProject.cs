using System.Text.RegularExpressions;
using KiPass.Eng.Tools;
using Mono.Cecil;

namespace KiPass.Eng.Tests;

/// <summary>A built test project and its selected tests.</summary>
/// <param name="Name">Project name, such as <c>Tokens.Tests</c>.</param>
/// <param name="Tests">Number of selected test methods.</param>
/// <param name="Packages">Debian packages that the selected tests need.</param>
internal sealed record TestProject(string Name, int Tests, IReadOnlyList<string> Packages)
{
    /// <summary>Names of the test projects in the checkout.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory
            .GetFiles(Path.Combine(Checkout.Root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a project's assembly without running it.</summary>
    /// <param name="name">Project name, such as <c>Tokens.Tests</c>.</param>
    /// <param name="filter">Part of a method's full name, ignoring case. <c>*</c> matches any characters, as in xunit. Null for
    /// all.</param>
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

    // A class inherits the tests of its base classes in the same assembly.
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

using System.Xml.Linq;
using KiPass.Testing;

namespace KiPass.Eng.Tests;

public sealed class PackageVersionTests
{
    [Fact]
    public void Every_central_package_version_is_referenced_by_a_project()
    {
        var versions = Items("Directory.Packages.props", "PackageVersion");
        var referenced = Directory
            .EnumerateFiles(KiPassStack.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .Append(Path.Combine(KiPassStack.Root, "Directory.Build.props"))
            .Append(Path.Combine(KiPassStack.Root, "Directory.Build.targets"))
            .SelectMany(file => Items(file, "PackageReference"))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.NotEmpty(versions);
        Assert.Equal([], versions.Where(version => !referenced.Contains(version)));
        Assert.Equal(versions.Count, versions.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static List<string> Items(string file, string item) =>
        [.. XDocument.Load(Path.Combine(KiPassStack.Root, file)).Descendants(item).Select(element => element.Attribute("Include")!.Value)];
}

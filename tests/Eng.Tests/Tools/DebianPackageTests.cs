using System.Text.RegularExpressions;
using KiPass.Eng.Tools;
using KiPass.Testing;

namespace KiPass.Eng.Tests.Tools;

public sealed partial class DebianPackageTests
{
    /// <summary>A mark with an unknown name would only be noticed when somebody runs that test.</summary>
    [Fact]
    public void The_package_list_matches_the_package_attributes_in_the_tests()
    {
        var marked = Directory
            .EnumerateFiles(Path.Combine(KiPassStack.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Mark().Matches(File.ReadAllText(file)))
            .SelectMany(mark => mark.Groups["names"].Value.Split(','))
            .Select(name => name.Trim(' ', '"'))
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(DebianPackage.All.Select(package => package.Name).Order(StringComparer.Ordinal), marked);
    }

    [Theory]
    [InlineData("/usr/lib/postgresql/*/bin/initdb", true)]
    [InlineData("/usr/lib/postgresql/*/bin/nosuch", false)]
    [InlineData("/nosuch/*/bin/initdb", false)]
    [InlineData("/bin/sh", true)]
    [InlineData("/bin/nosuch", false)]
    public void A_package_is_installed_when_one_of_its_files_exists(string pattern, bool isInstalled)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["usr/lib/postgresql/15/bin"]);
        Directory.CreateDirectory(folder["bin"]);
        File.WriteAllText(folder["usr/lib/postgresql/15/bin/initdb"], "");
        File.WriteAllText(folder["bin/sh"], "");

        Assert.Equal(isInstalled, new DebianPackage("sample", ["/nosuch", folder.Path + pattern]).IsInstalled);
    }

    [GeneratedRegex(@"^\[Needs\((?<names>[^)]*)\)\]", RegexOptions.Multiline)]
    private static partial Regex Mark();
}

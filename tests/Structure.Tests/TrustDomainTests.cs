using System.Xml.Linq;
using KiPass.StructureTests.Fixtures;
using NetArchTest.Rules;

namespace KiPass.StructureTests;

/// <summary>A project cannot reach a type of another trust domain (design, section 1).</summary>
public sealed class TrustDomainTests
{
    [Theory]
    [InlineData("Issuer", new[] { "KiPass.Contracts", "KiPass.Grains", "KiPass.Silo", "KiPass.Portal", "Orleans" })]
    [InlineData("Grains", new[] { "KiPass.Issuer", "KiPass.Portal" })]
    [InlineData("Silo", new[] { "KiPass.Issuer", "KiPass.Portal" })]
    [InlineData("Portal.Owners", new[] { "KiPass.Portal.Officials", "KiPass.Grains", "KiPass.Silo", "KiPass.Issuer" })]
    [InlineData("Portal.Officials", new[] { "KiPass.Portal.Owners", "KiPass.Grains", "KiPass.Silo", "KiPass.Issuer" })]
    [InlineData(
        "Portal.Shared",
        new[] { "KiPass.Portal.Owners", "KiPass.Portal.Officials", "KiPass.Grains", "KiPass.Silo", "KiPass.Issuer" }
    )]
    [InlineData("Contracts", new[] { "KiPass.Grains", "KiPass.Hosting", "Npgsql", "Microsoft.Data.Sqlite", "Microsoft.AspNetCore" })]
    [InlineData(
        "Tokens",
        new[] { "KiPass.Contracts", "KiPass.Hosting", "Orleans", "Npgsql", "Microsoft.Data.Sqlite", "Microsoft.AspNetCore" }
    )]
    [InlineData("Hosting", new[] { "KiPass.Contracts", "KiPass.Grains", "KiPass.Silo", "KiPass.Issuer", "KiPass.Portal", "Orleans" })]
    public void A_project_does_not_depend_on_types_of_another_trust_domain(string name, string[] forbidden)
    {
        var result = Types.FromFile(SourceProject.Named(name).AssemblyFile).ShouldNot().HaveDependencyOnAny(forbidden).GetResult();

        Assert.True(result.IsSuccessful, string.Join(Environment.NewLine, result.FailingTypes.Select(type => type.FullName)));
    }

    [Fact]
    public void Project_references_match_the_allowed_architecture()
    {
        // Every arrow between projects of src, as their project files say it. A reference that only orders the build is none.
        var allowed = new Dictionary<string, string[]>
        {
            ["Tokens"] = [],
            ["Hosting"] = ["Tokens"],
            ["Contracts"] = ["Tokens"],
            ["Grains"] = ["Contracts", "Hosting", "Tokens"],
            ["Silo"] = ["Contracts", "Grains", "Hosting", "Tokens"],
            ["Issuer"] = ["Hosting", "Tokens"],
            ["Portal.Shared"] = ["Contracts", "Hosting", "Tokens"],
            ["Portal.Owners"] = ["Contracts", "Hosting", "Portal.Shared", "Tokens"],
            ["Portal.Officials"] = ["Contracts", "Hosting", "Portal.Shared", "Tokens"],
            ["Cli"] = ["Hosting", "Tokens"],
        };

        Assert.Equal(allowed.Keys.Order(StringComparer.Ordinal), SourceProject.All.Select(project => project.Name));
        Assert.All(SourceProject.All, project => Assert.Subset(allowed[project.Name].ToHashSet(), References(project).ToHashSet()));
    }

    [Fact]
    public void No_project_compiles_a_source_file_of_another_project()
    {
        var linked =
            from project in Directory.EnumerateFiles(KiPass.Testing.KiPassStack.Root, "*.csproj", SearchOption.AllDirectories)
            from item in XDocument.Load(project).Descendants("Compile")
            let included = (string?)item.Attribute("Include") ?? ""
            where included.Contains("..", StringComparison.Ordinal) || item.Attribute("Link") is not null
            select $"{Path.GetFileName(project)}: {included}";

        Assert.Empty(linked);
    }

    private static IEnumerable<string> References(SourceProject project) =>
        XDocument
            .Load(Path.Combine(project.Folder, project.Name + ".csproj"))
            .Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));
}

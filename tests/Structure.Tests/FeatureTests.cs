using KiPass.StructureTests.Fixtures;

namespace KiPass.StructureTests;

/// <summary>Features of one project use one another in one direction only.</summary>
public sealed class FeatureTests
{
    /// <summary>The floors of <c>src/Grains</c>, the highest first. A feature uses only features of floors below its own.</summary>
    private static readonly string[][] Floors =
    [
        ["Hosting"],
        ["Traces"],
        ["Compliance", "Venues"],
        ["Facilities"],
        ["BusinessRegistry", "Policy"],
        ["Retention"],
        ["Audit"],
        ["Visits"],
        ["Database"],
        ["Calls", "Live", "Telemetry"],
    ];

    public static TheoryData<string> Projects() => [.. SourceProject.All.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Feature_folders_form_no_circle(string project)
    {
        var graph = FeatureGraph.Read(SourceProject.Named(project));

        Assert.All(graph.Circles(), circle => Assert.Fail($"{project}: {circle}{Environment.NewLine}{graph.Explain(circle)}"));
    }

    [Fact]
    public void Grains_use_only_features_of_lower_floors()
    {
        var floors = Floors.SelectMany((features, floor) => features.Select(feature => (feature, floor))).ToDictionary();

        var upward = FeatureGraph
            .Read(SourceProject.Named("Grains"))
            .Arrows.Where(arrow => floors[arrow.Key.To] <= floors[arrow.Key.From])
            .Select(arrow => $"{arrow.Key.From} → {arrow.Key.To}: {string.Join("; ", arrow.Value.Take(5))}");

        Assert.Empty(upward);
    }

    [Fact]
    public void Every_grains_folder_is_assigned_to_a_floor()
    {
        var grains = SourceProject.Named("Grains");
        var folders = grains
            .Files()
            .Select(file => Path.GetRelativePath(grains.Folder, file).Split(Path.DirectorySeparatorChar))
            .Where(parts => parts.Length > 1)
            .Select(parts => parts[0])
            .Distinct();

        Assert.Equal(Floors.SelectMany(floor => floor).Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Namespaces_follow_folders(string name)
    {
        var project = SourceProject.Named(name);
        var elsewhere =
            from file in project.Files()
            where file.EndsWith(".cs", StringComparison.Ordinal) && Path.GetFileName(file) is not "Program.cs"
            let declared = File.ReadLines(file).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))
            let folder = Path.GetDirectoryName(Path.GetRelativePath(project.Folder, file))!.Replace(Path.DirectorySeparatorChar, '.')
            let expected = folder.Length == 0 ? project.Namespace : $"{project.Namespace}.{folder}"
            where declared is not null && declared != $"namespace {expected};"
            select $"{Path.GetRelativePath(project.Folder, file)}: {declared}";

        Assert.Empty(elsewhere);
    }
}

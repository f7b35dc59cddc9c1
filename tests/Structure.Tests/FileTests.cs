using KiPass.StructureTests.Fixtures;

namespace KiPass.StructureTests;

/// <summary>Files stay small enough to be read at once.</summary>
public sealed class FileTests
{
    private const int MostLines = 300;
    private const int MedianLines = 60;

    private static readonly string[] Written = [".cs", ".razor", ".js", ".mjs", ".ts", ".css", ".html", ".resx", ".json", ".csproj"];

    [Fact]
    public void No_file_of_src_has_more_than_300_lines() =>
        Assert.Empty(Lengths().Where(file => file.Lines > MostLines).Select(file => $"{file.Path}: {file.Lines} lines"));

    [Fact]
    public void The_median_file_of_src_has_at_most_60_lines()
    {
        var lengths = Lengths().Select(file => file.Lines).Order().ToList();

        Assert.InRange(lengths[lengths.Count / 2], 1, MedianLines);
    }

    // lib/ holds libraries of others, and the lock file is written by the package manager.
    private static IEnumerable<(string Path, int Lines)> Lengths() =>
        from project in SourceProject.All
        from file in project.Files()
        where Written.Contains(Path.GetExtension(file)) && !file.Split(Path.DirectorySeparatorChar).Contains("lib")
        where Path.GetFileName(file) != "packages.lock.json"
        select (Path.GetRelativePath(project.Folder, file), File.ReadLines(file).Count());
}

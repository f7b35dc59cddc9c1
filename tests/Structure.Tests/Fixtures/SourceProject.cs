using KiPass.Testing;

namespace KiPass.StructureTests.Fixtures;

/// <summary>One project below <c>src</c>, and the assembly that was built from it.</summary>
/// <param name="Name">Project name, such as <c>Portal.Owners</c>; the assembly is <c>KiPass.{Name}</c>.</param>
/// <param name="Folder">Full path of the project's folder.</param>
public sealed record SourceProject(string Name, string Folder)
{
    /// <summary>Every project of <c>src</c>, found by its project file.</summary>
    public static IReadOnlyList<SourceProject> All { get; } =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(KiPassStack.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => new SourceProject(Path.GetFileNameWithoutExtension(file), Path.GetDirectoryName(file)!))
            .OrderBy(project => project.Name, StringComparer.Ordinal),
    ];

    /// <summary>The root namespace, which is also the assembly's name.</summary>
    public string Namespace => $"KiPass.{Name}";

    /// <summary>The assembly in the configuration that the tests were built in.</summary>
    public string AssemblyFile
    {
        get
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            return Path.Combine(Folder, "bin", configuration, "net10.0", $"{Namespace}.dll");
        }
    }

    /// <summary>The project with this name.</summary>
    public static SourceProject Named(string name) => All.Single(project => project.Name == name);

    /// <summary>Files of the project that people write, without build output.</summary>
    public IEnumerable<string> Files() =>
        Directory
            .EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Folder, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
}

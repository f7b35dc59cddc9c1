namespace KiPass.Eng;

/// <summary>The checkout that this program was built in.</summary>
internal static class Checkout
{
    /// <summary>The folder of <c>KiPass.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Returns the assembly path of a project such as <c>tests/Bench</c>, built in this program's configuration.</summary>
    /// <exception cref="EngException">The project is not built.</exception>
    public static string Assembly(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var file = Path.Combine(Root, project, "bin", configuration, "net10.0", $"KiPass.{Path.GetFileName(project)}.dll");
        return File.Exists(file)
            ? file
            : throw new EngException($"{project} is not built ({configuration}). Run ./kipass, which builds it.");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KiPass.sln")))
            {
                return folder.FullName;
            }
        }
        throw new EngException("This program runs inside a checkout of KiPass; KiPass.sln was not found above it.");
    }
}

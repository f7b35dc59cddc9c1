namespace KiPass.Cli.Programs;

/// <summary>Locates KiPass programs built in the same checkout and configuration as this command.</summary>
internal static class BuiltPrograms
{
    private static readonly string Root = FindRoot();

    // Debug or Release.
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>Returns the assembly path of a project such as <c>src/Silo</c> or <c>src/Portal/Owners</c>.</summary>
    /// <exception cref="CommandException">The project is not built.</exception>
    public static string Assembly(string project)
    {
        var name = string.Join('.', project.Split('/').Skip(1));
        var file = Path.Combine(Root, project, "bin", Configuration, "net10.0", $"KiPass.{name}.dll");
        return File.Exists(file)
            ? file
            : throw new CommandException($"{project} is not built ({Configuration}). Build it: dotnet build {project} -c {Configuration}");
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
        throw new CommandException("This command runs inside a checkout of KiPass; KiPass.sln was not found above it.");
    }
}

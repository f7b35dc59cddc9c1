namespace KiPass.Cli;

/// <summary>The checkout that this command was built in, and the programs built beside it.</summary>
internal static class Checkout
{
    /// <summary>The folder of <c>KiPass.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release: what this command itself was built as.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The built assembly of a project such as <c>src/Silo</c> or <c>src/Portal/Owners</c>.</summary>
    public static string Assembly(string project)
    {
        var name = string.Join('.', project.Split('/').Skip(1));
        var file = Path.Combine(Root, project, "bin", Configuration, "net10.0", $"KiPass.{name}.dll");
        return File.Exists(file)
            ? file
            : throw new CommandFailure($"{project} is not built ({Configuration}). Run ./kipass, which builds it.");
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
        throw new CommandFailure("This command runs inside a checkout of KiPass; KiPass.sln was not found above it.");
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using KiPass.Hosting.Settings;

namespace KiPass.Cli;

/// <summary>Options and arguments that take the path of a folder or a file.</summary>
internal static class FolderOption
{
    /// <summary><c>--data</c>: the folder that contains a folder for each domain of this machine.</summary>
    public static Option<string> Data(string description = "The folder of the domains.")
    {
        var option = new Option<string>("--data") { Description = description, DefaultValueFactory = _ => "./data" };
        option.Validators.Add(result => Check(result, "--data", path => SettingFault.Folder("--data", path)));
        return option;
    }

    /// <summary>Creates a required option.</summary>
    public static Option<string> Required(string name, string description)
    {
        var option = new Option<string>(name) { Description = description, Required = true };
        option.Validators.Add(result => Check(result, name, path => SettingFault.Folder(name, path)));
        return option;
    }

    /// <summary>Creates an argument. It rejects an empty value, usually caused by an unset shell variable.</summary>
    public static Argument<string> Argument(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result =>
            Check(result, name, path => string.IsNullOrWhiteSpace(path) ? SettingFault.Missing(name, "a path") : null)
        );
        return argument;
    }

    /// <exception cref="CommandException">The folder does not exist.</exception>
    public static string Existing(string data)
    {
        var folder = Path.GetFullPath(data);
        return Directory.Exists(folder)
            ? folder
            : throw new CommandException($"{folder} does not exist. Name the folder of the domains with --data.");
    }

    private static void Check(SymbolResult result, string name, Func<string, string?> fault)
    {
        if (result.Tokens is [{ Value: var path }] && fault(path) is { } line)
        {
            result.AddError(line.StartsWith(name, StringComparison.Ordinal) ? line : $"{name}: {line}");
        }
    }
}

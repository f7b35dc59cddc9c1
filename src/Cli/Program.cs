using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using KiPass.Cli;
using KiPass.Cli.Audit;
using KiPass.Cli.Backups;
using KiPass.Cli.Keys;
using KiPass.Cli.Up;
using KiPass.Hosting.Settings;
using Microsoft.Data.Sqlite;

var root = new RootCommand("KiPass: an electronic entry log (전자출입명부) in which no single party can say who was where.")
{
    UpCommand.Create(),
    KeysCommand.Create(),
    RegisterCommand.Create(),
    IssuerCommand.Create(),
    AuthorityCommand.Create(),
    OwnersCommand.Create(),
    AuditCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
};
root.HelpName = "./kipass";
return await ProgramStart.Run(() => Run(root.Parse(args)), name: "kipass");

static async Task<int> Run(ParseResult parsed)
{
    if (parsed.Action is ParseErrorAction)
    {
        return Refuse(parsed);
    }
    // Services drain before they stop; only then may the command end.
    var configuration = new InvocationConfiguration
    {
        ProcessTerminationTimeout = TimeSpan.FromSeconds(60),
        EnableDefaultExceptionHandler = false,
    };
    try
    {
        return await parsed.InvokeAsync(configuration);
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
    {
        throw new CommandException(e.Message, CommandException.Failed);
    }
}

// A wrong option is reported in one line, as in every program. Help is printed only when no command is given.
static int Refuse(ParseResult parsed)
{
    if (parsed.UnmatchedTokens is [var unknown, ..])
    {
        throw new CommandException($"'{unknown}' is not known here; {string.Join(' ', Names(parsed.CommandResult))} --help lists what is.");
    }
    if (parsed.CommandResult.Command.Subcommands.Count == 0)
    {
        throw new CommandException(parsed.Errors[0].Message);
    }
    new HelpAction().Invoke(parsed);
    return ProgramStart.CannotStart;
}

static IEnumerable<string> Names(SymbolResult? result) =>
    result is CommandResult command ? [.. Names(command.Parent), command.Command is RootCommand ? "./kipass" : command.Command.Name] : [];

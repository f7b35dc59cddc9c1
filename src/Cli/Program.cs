using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using KiPass.Cli;
using KiPass.Cli.Audit;
using KiPass.Cli.Backups;
using KiPass.Cli.Bench;
using KiPass.Cli.Keys;
using KiPass.Cli.Test;
using KiPass.Cli.Up;
using KiPass.Hosting.Settings;

var root = new RootCommand("KiPass: an electronic entry log (전자출입명부) in which no single party can say who was where.")
{
    UpCommand.Create(),
    TestCommand.Create(),
    BenchCommand.Create(),
    KeysCommand.Create(),
    RegisterCommand.Create(),
    IssuerCommand.Create(),
    AuthorityCommand.Create(),
    AuditCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
};

// Services drain before they stop; only then may the command end.
var configuration = new InvocationConfiguration
{
    ProcessTerminationTimeout = TimeSpan.FromSeconds(60),
    EnableDefaultExceptionHandler = false,
};
return await ProgramStart.Run(
    () => args is [BenchCommand.Name, .. var rest] ? BenchCommand.Run(rest) : Checked(root.Parse(args)).InvokeAsync(configuration),
    name: "kipass"
);

// A wrong option is one line, as in every program; help is for who names no command.
static ParseResult Checked(ParseResult parsed)
{
    var stranger = parsed.UnmatchedTokens is [var first, ..] ? first : null;
    if (parsed.Action is not ParseErrorAction || (stranger is null && parsed.CommandResult.Command.Subcommands.Count > 0))
    {
        return parsed;
    }
    throw new CommandFailure(
        stranger is null
            ? parsed.Errors[0].Message
            : $"'{stranger}' is not known here; {string.Join(' ', Names(parsed.CommandResult))} --help lists what is."
    );
}

static IEnumerable<string> Names(SymbolResult? result) =>
    result is CommandResult command ? [.. Names(command.Parent), command.Command is RootCommand ? "./kipass" : command.Command.Name] : [];

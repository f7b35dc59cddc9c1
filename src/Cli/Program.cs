using System.CommandLine;
using KiPass.Cli;
using KiPass.Cli.Audit;
using KiPass.Cli.Backups;
using KiPass.Cli.Keys;
using KiPass.Cli.Up;
using KiPass.Tokens.Keys;

var root = new RootCommand("KiPass: an electronic entry log (전자출입명부) in which no single party can say who was where.")
{
    UpCommand.Create(),
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
try
{
    return await root.Parse(args).InvokeAsync(configuration);
}
catch (CommandFailure failure)
{
    return await Refuse(failure);
}
catch (DomainFolderException failure)
{
    return await Refuse(new CommandFailure(failure.Message));
}

static async Task<int> Refuse(CommandFailure failure)
{
    await Console.Error.WriteLineAsync($"kipass: {failure.Message}");
    return failure.ExitCode;
}

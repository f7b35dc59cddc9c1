namespace KiPass.Cli;

/// <summary>A command cannot go on, for a reason that the user can mend; the message is one clear line.</summary>
internal sealed class CommandFailure(string message, int exitCode = 2) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

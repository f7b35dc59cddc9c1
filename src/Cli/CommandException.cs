using KiPass.Hosting.Settings;

namespace KiPass.Cli;

/// <summary>A command cannot continue for a reason that the user can fix. The message is one line that says how.</summary>
/// <param name="message">Text after the prefix <c>kipass: </c>.</param>
/// <param name="exitCode">2 if the command was rejected before any change; <see cref="Failed"/> if it failed later.</param>
internal sealed class CommandException(string message, int exitCode = ProgramStart.CannotStart) : StartException(message)
{
    /// <summary>Exit code if a valid command failed.</summary>
    public const int Failed = 1;

    public override int ExitCode => exitCode;
}

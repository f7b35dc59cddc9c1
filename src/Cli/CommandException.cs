using KiPass.Hosting.Settings;

namespace KiPass.Cli;

/// <summary>A command cannot continue, for a reason that the user can fix; the message is one line that says how.</summary>
/// <param name="message">Shown after <c>kipass: </c>.</param>
/// <param name="exitCode">2: refused before anything was changed; <see cref="Failed"/>: it failed on the way.</param>
internal sealed class CommandException(string message, int exitCode = ProgramStart.CannotStart) : StartException(message)
{
    /// <summary>What was asked for was right, and failed.</summary>
    public const int Failed = 1;

    public override int ExitCode => exitCode;
}

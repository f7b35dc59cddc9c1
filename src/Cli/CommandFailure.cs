using KiPass.Hosting.Settings;

namespace KiPass.Cli;

/// <summary>A command cannot go on, for a reason that the user can fix.</summary>
internal sealed class CommandFailure(string message, int exitCode = ProgramStart.CannotStart) : StartException(message)
{
    public override int ExitCode => exitCode;
}

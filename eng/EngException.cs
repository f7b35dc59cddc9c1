namespace KiPass.Eng;

/// <summary>A command cannot continue. The message is one line with the reason and the fix.</summary>
/// <param name="message">Text after the prefix <c>kipass: </c>.</param>
/// <param name="exitCode">2 for incorrect use or a missing prerequisite; 1 for a failure.</param>
internal sealed class EngException(string message, int exitCode = 2) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

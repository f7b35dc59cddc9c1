namespace KiPass.Eng;

/// <summary>A command cannot continue; the message is one line that says why and what to do.</summary>
/// <param name="message">Shown after <c>kipass: </c>.</param>
/// <param name="exitCode">2: used wrongly, or something is missing; 1: it failed.</param>
internal sealed class EngException(string message, int exitCode = 2) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

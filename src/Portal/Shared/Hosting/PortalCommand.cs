using KiPass.Hosting.Settings;

namespace KiPass.Portal.Shared.Hosting;

/// <summary>The command line of a portal program: runs a one-shot command or the web application.</summary>
public static class PortalCommand
{
    /// <param name="args">A command and its arguments, or settings of the web application.</param>
    /// <param name="verbs">The one-shot commands. Each receives the arguments after its name and returns the exit code.</param>
    /// <param name="serve">Runs the web application until it is stopped.</param>
    /// <returns>
    /// The exit code. It is 2 if a setting is invalid, the command is unknown or the address is in use; standard error then has one line.
    /// </returns>
    public static Task<int> Run(
        string[] args,
        IReadOnlyDictionary<string, Func<string[], Task<int>>> verbs,
        Func<string[], Task<int>> serve
    ) =>
        ProgramStart.Run(async () =>
        {
            try
            {
                if (args is not [var first, .. var rest] || first is ['-' or '/', ..] || first.Contains('=', StringComparison.Ordinal))
                {
                    return await serve(args);
                }
                return verbs.TryGetValue(first, out var verb)
                    ? await verb(rest)
                    : throw new StartException($"'{first}' is not a verb of this program. Verbs: {string.Join(", ", verbs.Keys)}.");
            }
            catch (OperationCanceledException)
            {
                // The process was stopped while it waited for the register.
                return 0;
            }
        });
}

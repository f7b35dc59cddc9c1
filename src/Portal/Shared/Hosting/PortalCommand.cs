using KiPass.Hosting.Settings;

namespace KiPass.Portal.Shared.Hosting;

/// <summary>The command line of a portal program: a one-shot verb, or the web application.</summary>
public static class PortalCommand
{
    /// <param name="args">A verb and its arguments, or settings of the web application.</param>
    /// <param name="verbs">One-shot verbs: each gets the arguments after its name and returns the exit code.</param>
    /// <param name="serve">Runs the web application until it is stopped.</param>
    /// <returns>The exit code; 2 after a wrong setting, an unknown verb or an address in use, with one line on standard error.</returns>
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
                // Stopped while it still waited for the register.
                return 0;
            }
        });
}

using KiPass.Portal.Shared.Settings;

namespace KiPass.Portal.Shared.Hosting;

/// <summary>The command line of a portal program: a one-shot verb, or the web application.</summary>
public static class PortalCommand
{
    /// <param name="args">A verb and its arguments, or settings of the web application.</param>
    /// <param name="verbs">One-shot verbs: each gets the arguments after its name and returns the exit code.</param>
    /// <param name="serve">Runs the web application until it is stopped.</param>
    /// <returns>The exit code; 2 after a wrong setting, an unknown verb or a taken address, which is said in one line.</returns>
    public static async Task<int> Run(
        string[] args,
        IReadOnlyDictionary<string, Func<string[], Task<int>>> verbs,
        Func<string[], Task<int>> serve
    )
    {
        try
        {
            if (args is not [var first, .. var rest] || first is ['-' or '/', ..] || first.Contains('=', StringComparison.Ordinal))
            {
                return await serve(args);
            }
            return verbs.TryGetValue(first, out var verb)
                ? await verb(rest)
                : throw new WrongSettingException($"'{first}' is no verb of this program; it has {string.Join(", ", verbs.Keys)}.");
        }
        catch (WrongSettingException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }
        catch (OperationCanceledException)
        {
            // Stopped while it still waited for the register.
            return 0;
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync(taken.Message.ReplaceLineEndings(" "));
            return 2;
        }
    }
}

using KiPass.Tokens.Keys;
using Microsoft.AspNetCore.Connections;

namespace KiPass.Hosting.Settings;

/// <summary>
/// Runs a program. Errors that an operator can fix print one line to stderr and exit with code 2. Other exceptions are bugs and propagate.
/// </summary>
public static class ProgramStart
{
    /// <summary>Exit code when a setting, key, store or port is unusable.</summary>
    public const int CannotStart = 2;

    /// <param name="program">Runs until it is stopped or completes, and returns its exit code.</param>
    /// <param name="explain">Returns a message for the program's own exceptions; null for any other exception.</param>
    /// <param name="name">Prefix for the message of an interactive command; null for none.</param>
    public static async Task<int> Run(Func<Task<int>> program, Func<Exception, string?>? explain = null, string? name = null)
    {
        try
        {
            return await program();
        }
        catch (Exception e) when (Explain(e, explain) is { } line)
        {
            await Console.Error.WriteLineAsync((name is null ? "" : $"{name}: ") + line.ReplaceLineEndings(" "));
            return e is StartException start ? start.ExitCode : CannotStart;
        }
    }

    private static string? Explain(Exception e, Func<Exception, string?>? explain) =>
        Causes(e).Select(cause => explain?.Invoke(cause) ?? Line(cause)).FirstOrDefault(line => line is not null);

    private static string? Line(Exception e) =>
        e switch
        {
            StartException or DomainFolderException => e.Message,
            AddressInUseException or IOException { InnerException: AddressInUseException } =>
                $"{e.Message} Choose another port with --urls.",
            // The host failed to read a settings file. The message names the file.
            InvalidDataException { Source: "Microsoft.Extensions.Configuration.FileExtensions" } => e.Message,
            _ => null,
        };

    private static IEnumerable<Exception> Causes(Exception e)
    {
        for (var at = e; at is not null; at = at is AggregateException { InnerExceptions: [var first, ..] } ? first : at.InnerException)
        {
            yield return at;
        }
    }
}

using KiPass.Tokens.Keys;
using Microsoft.AspNetCore.Connections;

namespace KiPass.Hosting.Settings;

/// <summary>Runs a program. What an operator can fix is one line on stderr and exit code 2, without a stack trace; anything else is a bug and throws.</summary>
public static class ProgramStart
{
    /// <summary>Exit code when a setting, a key, a store or a port cannot be used.</summary>
    public const int CannotStart = 2;

    /// <param name="program">Serves until it is stopped, or does one thing; its exit code.</param>
    /// <param name="explain">The line for an exception that only this program knows; null: it is not one of these.</param>
    /// <param name="name">Stands before the line, for a command that people type; null: nothing.</param>
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
            // A settings file that the host itself reads; the message names it.
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

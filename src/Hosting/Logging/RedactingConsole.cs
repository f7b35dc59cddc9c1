using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace KiPass.Hosting.Logging;

/// <summary>
/// Writes each log entry as one line, <c>2026-01-01T00:00:00.000Z warn: Category[1] Text</c>, with an exception on the lines after it.
/// Every text passes through <see cref="RedactingConsoleOptions.Redact"/> first.
/// </summary>
public sealed class RedactingConsole(TimeProvider time, IOptions<RedactingConsoleOptions> options) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name under which the formatter is registered.</summary>
    public const string FormatterName = "redacting";

    private readonly Func<string, string> redact = options.Value.Redact;

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var text = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.Write(time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z '", CultureInfo.InvariantCulture));
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write($": {logEntry.Category}[{logEntry.EventId.Id}] ");
        textWriter.WriteLine(redact(text).ReplaceLineEndings(" "));
        if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine(redact(exception.ToString()));
        }
    }

    private static string Level(LogLevel level) =>
        level switch
        {
            LogLevel.Critical => "crit",
            LogLevel.Error => "fail",
            LogLevel.Warning => "warn",
            LogLevel.Information => "info",
            _ => "dbug",
        };
}

/// <summary>Options of <see cref="RedactingConsole"/>.</summary>
public sealed class RedactingConsoleOptions : ConsoleFormatterOptions
{
    /// <summary>Redacts sensitive data from a text. Default: returns the text unchanged.</summary>
    public Func<string, string> Redact { get; set; } = text => text;
}

/// <summary>Registers <see cref="RedactingConsole"/>.</summary>
public static class RedactingConsoleExtensions
{
    /// <summary>Makes the redacting console the only log provider of the program.</summary>
    /// <param name="redact">Redacts sensitive data from a text.</param>
    /// <param name="toStandardError">Set for programs whose standard output is their result.</param>
    public static ILoggingBuilder UseRedactingConsole(
        this ILoggingBuilder logging,
        Func<string, string> redact,
        bool toStandardError = false
    )
    {
        logging.Services.TryAddSingleton(TimeProvider.System);
        logging.ClearProviders().AddConsoleFormatter<RedactingConsole, RedactingConsoleOptions>();
        logging.Services.Configure<RedactingConsoleOptions>(options => options.Redact = redact);
        return logging.AddConsole(console =>
        {
            console.FormatterName = RedactingConsole.FormatterName;
            console.LogToStandardErrorThreshold = toStandardError ? LogLevel.Trace : LogLevel.None;
        });
    }
}

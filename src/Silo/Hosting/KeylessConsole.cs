using System.Globalization;
using KiPass.Contracts.Logging;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace KiPass.Hosting;

/// <summary>Writes a log line <c>2026-01-01T00:00:00.000Z warn: Category[1] Text</c>, an exception behind it, and never a grain's key.</summary>
internal sealed class KeylessConsole(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "keyless";

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter output)
    {
        var text = entry.Formatter(entry.State, entry.Exception);
        output.Write(time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z '", CultureInfo.InvariantCulture));
        output.Write(Word(entry.LogLevel));
        output.Write($": {entry.Category}[{entry.EventId.Id}] ");
        output.WriteLine(GrainKeys.Hide(text).ReplaceLineEndings(" "));
        if (entry.Exception is { } exception)
        {
            output.WriteLine(GrainKeys.Hide(exception.ToString()));
        }
    }

    private static string Word(LogLevel level) =>
        level switch
        {
            LogLevel.Critical => "crit",
            LogLevel.Error => "fail",
            LogLevel.Warning => "warn",
            LogLevel.Information => "info",
            _ => "dbug",
        };
}

/// <summary>Puts the keyless console into a program.</summary>
internal static class KeylessLogging
{
    /// <summary>The only place that a program's log goes to.</summary>
    /// <param name="toStandardError">For programs whose standard output is an answer.</param>
    public static ILoggingBuilder UseKeylessConsole(this ILoggingBuilder logging, bool toStandardError = false)
    {
        logging.Services.TryAddSingleton(TimeProvider.System);
        logging.ClearProviders().AddConsoleFormatter<KeylessConsole, ConsoleFormatterOptions>();
        return logging.AddConsole(console =>
        {
            console.FormatterName = KeylessConsole.FormatterName;
            console.LogToStandardErrorThreshold = toStandardError ? LogLevel.Trace : LogLevel.None;
        });
    }
}

using System.Data.Common;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Routing;

namespace KiPass.Hosting.Problems;

/// <summary>
/// Answers exceptions from the program's catalogue: never a 500, never an exception's message. Failures are logged by type and place, because
/// a message may quote what was sent.
/// </summary>
internal sealed partial class ProblemExceptionHandler(ProblemCatalogue catalogue, ILogger<ProblemExceptionHandler> log) : IExceptionHandler
{
    // The callers' own members have short names; another one is not repeated to them at length.
    private const int LongestPath = 64;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is BadHttpRequestException bad)
        {
            await httpContext.WriteProblem(catalogue.Of(bad.StatusCode), MemberOf(bad.InnerException as JsonException));
            return true;
        }
        // The endpoint's route pattern: a path may contain anything that a caller types.
        var route = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint;
        Failed(log, route?.RoutePattern.RawText, exception.GetType().Name, (exception as DbException)?.SqlState, exception.StackTrace);
        await httpContext.WriteProblem(catalogue.Of(StatusCodes.Status503ServiceUnavailable));
        return true;
    }

    // "$.name": a member of the request itself; anything deeper is named by the member that contains it.
    private static ProblemExtension MemberOf(JsonException? exception) =>
        exception?.Path is ['$', '.', .. { Length: <= LongestPath } path] ? ProblemExtension.Member(path.Split('.', '[')[0]) : default;

    [LoggerMessage(LogLevel.Error, "{Route} failed: {Kind} {SqlState}\n{StackTrace}")]
    private static partial void Failed(ILogger log, string? route, string kind, string? sqlState, string? stackTrace);
}

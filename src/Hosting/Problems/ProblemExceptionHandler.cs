using System.Data.Common;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Routing;

namespace KiPass.Hosting.Problems;

/// <summary>
/// Maps exceptions to the program's catalogue. It never returns a 500 or an exception's message. Failures are logged by type and location,
/// because a message may quote the request.
/// </summary>
internal sealed partial class ProblemExceptionHandler(ProblemCatalogue catalogue, ILogger<ProblemExceptionHandler> log) : IExceptionHandler
{
    // Documented members have short names. Longer names are not echoed.
    private const int LongestPath = 64;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is BadHttpRequestException bad)
        {
            await httpContext.WriteProblem(catalogue.Of(bad.StatusCode), MemberOf(bad.InnerException as JsonException));
            return true;
        }
        // Log the endpoint's route pattern, because a path may contain any text from the caller.
        var route = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint;
        Failed(log, route?.RoutePattern.RawText, exception.GetType().Name, (exception as DbException)?.SqlState, exception.StackTrace);
        await httpContext.WriteProblem(catalogue.Of(StatusCodes.Status503ServiceUnavailable));
        return true;
    }

    // "$.name" is a top-level member of the request. A nested member is reported by the top-level member that contains it.
    private static ProblemExtension MemberOf(JsonException? exception) =>
        exception?.Path is ['$', '.', .. { Length: <= LongestPath } path] ? ProblemExtension.Member(path.Split('.', '[')[0]) : default;

    [LoggerMessage(LogLevel.Error, "{Route} failed: {Kind} {SqlState}\n{StackTrace}")]
    private static partial void Failed(ILogger log, string? route, string kind, string? sqlState, string? stackTrace);
}

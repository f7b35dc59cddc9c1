using System.Data.Common;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Problems;

namespace KiPass.Issuer.Web;

/// <summary>Turns what went wrong below an endpoint into a problem. Logs kinds of errors, never what was sent.</summary>
internal static partial class ErrorHandling
{
    public static void UseProblems(this IApplicationBuilder app)
    {
        app.Use(next => context => Guard(next, context));
        app.UseStatusCodePages(pages => OnStatus(pages.HttpContext));
    }

    private static async Task Guard(RequestDelegate next, HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var problem = Of(e);
            if (problem.Status >= StatusCodes.Status500InternalServerError)
            {
                var log = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("KiPass.Issuer.Web");
                LogFailed(
                    log,
                    problem.Code,
                    e.GetType().Name,
                    e is DbException d ? d.SqlState : null,
                    problem == IssuerProblems.Unexpected ? e.StackTrace : null
                );
            }
            context.Response.Clear();
            await ProblemResult.Write(context, problem);
        }
    }

    private static Problem Of(Exception e) =>
        e switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => IssuerProblems.RequestTooLarge,
            BadHttpRequestException => IssuerProblems.RequestMalformed,
            DbException or TimeoutException or LostDayKeyException or DayKeyNotLoadedException => IssuerProblems.Unavailable,
            IOException or UnauthorizedAccessException => IssuerProblems.Unavailable,
            _ => IssuerProblems.Unexpected,
        };

    private static Task OnStatus(HttpContext context) =>
        context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => ProblemResult.Write(context, IssuerProblems.RouteUnknown),
            StatusCodes.Status405MethodNotAllowed => ProblemResult.Write(context, IssuerProblems.MethodUnknown),
            >= 400 and < 500 => ProblemResult.Write(context, IssuerProblems.RequestMalformed),
            _ => Task.CompletedTask,
        };

    [LoggerMessage(LogLevel.Error, "Answered {Code} after {Kind} {SqlState}{Trace}")]
    private static partial void LogFailed(ILogger log, string code, string kind, string? sqlState, string? trace);
}

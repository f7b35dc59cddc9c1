namespace KiPass.Silo.Problems;

/// <summary>The outermost middleware: whatever is thrown below becomes an entry of the catalogue, never a 500.</summary>
internal static partial class Unfailing
{
    public static IApplicationBuilder UseCatalogueForFailures(this IApplicationBuilder app)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Unfailing).FullName!);
        return app.Use(next => context => Run(next, context, log));
    }

    private static Task Run(RequestDelegate next, HttpContext context, ILogger log)
    {
        try
        {
            var answer = next(context);
            return answer.IsCompletedSuccessfully && context.Response.StatusCode < 400 ? answer : Finish(answer, context, log);
        }
        catch (Exception e)
        {
            return Fail(context, e, log);
        }
    }

    private static async Task Finish(Task answer, HttpContext context, ILogger log)
    {
        try
        {
            await answer;
            await FillEmpty(context);
        }
        catch (Exception e)
        {
            await Fail(context, e, log);
        }
    }

    // What routing itself refuses has a status and no body.
    private static Task FillEmpty(HttpContext context) =>
        context.Response is { HasStarted: false, ContentType: null, StatusCode: var status }
            ? status switch
            {
                StatusCodes.Status404NotFound => context.Refuse(Catalogue.RouteUnknown),
                StatusCodes.Status405MethodNotAllowed => context.Refuse(Catalogue.MethodNotAllowed),
                _ => Task.CompletedTask,
            }
            : Task.CompletedTask;

    private static Task Fail(HttpContext context, Exception e, ILogger log)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            return Task.CompletedTask;
        }
        switch (e)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return context.Refuse(Catalogue.RequestTooLarge);
            case BadHttpRequestException:
                return context.Refuse(Catalogue.RequestMalformed);
            default:
                // A route's pattern, not its path: a path may carry anything that a caller types.
                Failed(log, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, e.GetType().Name, e);
                return context.Refuse(Catalogue.Unavailable);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Route} failed: {Kind}")]
    private static partial void Failed(ILogger log, string? route, string kind, Exception e);
}

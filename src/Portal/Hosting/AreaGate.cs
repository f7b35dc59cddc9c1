namespace KiPass.Portal.Hosting;

/// <summary>A page of the other area does not exist here.</summary>
internal static class AreaGate
{
    public static IApplicationBuilder UseAreaGate(this IApplicationBuilder app, PortalArea area) =>
        app.Use(
            (context, next) =>
            {
                if (context.GetEndpoint()?.Metadata.GetMetadata<OfAreaAttribute>() is { } page && page.Area != area)
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                }
                return next(context);
            }
        );
}

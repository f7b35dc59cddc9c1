namespace KiPass.Hosting.Problems;

/// <summary>Checks that run before parameter binding, unlike endpoint filters: the body has not been read yet.</summary>
public static class RequestGates
{
    /// <summary>Adds a check to a route or a group. The checks of a group run before those of its routes.</summary>
    /// <param name="gate">Returns null to continue, or the problem to return.</param>
    public static TBuilder RequireBeforeBinding<TBuilder>(this TBuilder builder, Func<HttpContext, ValueTask<ProblemResult?>> gate)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = async context =>
            {
                if (await gate(context) is { } refusal)
                {
                    await refusal.ExecuteAsync(context);
                    return;
                }
                await next(context);
            };
        });
        return builder;
    }
}

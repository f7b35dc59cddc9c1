namespace KiPass.Hosting.Problems;

/// <summary>Checks that run before a route's parameters are bound, unlike an endpoint filter: the body has not been read yet.</summary>
public static class RequestGates
{
    /// <summary>Adds a check to a route or a group. The checks of a group run before those of its routes.</summary>
    /// <param name="gate">Null to go on, or the problem to answer.</param>
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

namespace KiPass.Hosting.Problems;

/// <summary>A problem as the result of an endpoint.</summary>
/// <param name="problem">The entry of the catalogue.</param>
/// <param name="extension">A member to add to the body.</param>
/// <param name="retryAfter">Overrides the catalogue's estimate; zero to use the catalogue's.</param>
public sealed class ProblemResult(Problem problem, ProblemExtension extension = default, TimeSpan retryAfter = default)
    : IResult,
        IStatusCodeHttpResult
{
    /// <summary>The entry of the catalogue.</summary>
    public Problem Problem => problem;

    /// <inheritdoc/>
    public int? StatusCode => problem.Status;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => httpContext.WriteProblem(problem, extension, retryAfter);
}

/// <summary>Converts problems to endpoint results.</summary>
public static class ProblemResults
{
    /// <summary>Returns the problem as an endpoint result.</summary>
    public static ProblemResult ToResult(this Problem problem, TimeSpan retryAfter = default) => new(problem, default, retryAfter);

    /// <summary>Returns the problem as an endpoint result with an additional member.</summary>
    public static ProblemResult ToResult(this Problem problem, ProblemExtension extension) => new(problem, extension);
}

namespace KiPass.Hosting.Problems;

/// <summary>All problems of a program, with the problems that replace the framework's own errors.</summary>
public sealed class ProblemCatalogue(IReadOnlyList<Problem> all)
{
    /// <summary>All problems, in the order of the program's documentation.</summary>
    public IReadOnlyList<Problem> All => all;

    internal Problem RequestMalformed { get; } = Find(all, CommonProblems.RequestMalformedCode);

    internal Problem RequestTooLarge { get; } = Find(all, CommonProblems.RequestTooLargeCode);

    private Problem RouteUnknown { get; } = Find(all, CommonProblems.RouteUnknownCode);

    private Problem MethodNotAllowed { get; } = Find(all, CommonProblems.MethodNotAllowedCode);

    private Problem Unavailable { get; } = Find(all, CommonProblems.UnavailableCode);

    /// <summary>Returns the problem for a status that the framework set.</summary>
    internal Problem Of(int status) =>
        status switch
        {
            StatusCodes.Status404NotFound => RouteUnknown,
            StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
            StatusCodes.Status413PayloadTooLarge => RequestTooLarge,
            >= 400 and < 500 => RequestMalformed,
            _ => Unavailable,
        };

    private static Problem Find(IReadOnlyList<Problem> all, string code) => all.Single(problem => problem.Code == code);
}

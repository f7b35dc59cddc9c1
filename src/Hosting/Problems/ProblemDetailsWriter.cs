using System.Text.Json;

namespace KiPass.Hosting.Problems;

/// <summary>Maps the framework's rejections (no route, wrong method, failed validation) to the program's catalogue.</summary>
internal sealed class ProblemDetailsWriter(ProblemCatalogue catalogue) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context) =>
        new(
            context.ProblemDetails is HttpValidationProblemDetails { Errors.Keys: { Count: > 0 } members }
                ? context.HttpContext.WriteProblem(
                    catalogue.RequestMalformed,
                    ProblemExtension.Member(JsonNamingPolicy.CamelCase.ConvertName(members.First()))
                )
                : context.HttpContext.WriteProblem(catalogue.Of(context.HttpContext.Response.StatusCode))
        );
}

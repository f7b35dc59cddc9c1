using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace KiPass.Hosting.Problems;

/// <summary>Writes problems as <c>application/problem+json</c>, in Korean unless the caller prefers English.</summary>
public static class ProblemWriter
{
    /// <summary>Writes a problem as the response, or aborts the connection if the response has already started.</summary>
    /// <param name="extension">A member to add to the body.</param>
    /// <param name="retryAfter">Overrides the catalogue's estimate; zero to use the catalogue's.</param>
    public static Task WriteProblem(
        this HttpContext context,
        Problem problem,
        ProblemExtension extension = default,
        TimeSpan retryAfter = default
    )
    {
        ProblemMetrics.Count(problem);
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }
        var inEnglish = PrefersEnglish(context.Request);
        var body = extension.Name is null ? problem.Body(inEnglish) : problem.Body(inEnglish, extension);
        response.StatusCode = problem.Status;
        response.ContentType = Problem.ContentType;
        response.ContentLength = body.Length;
        response.Headers.ContentLanguage = inEnglish ? "en" : "ko";
        response.Headers.CacheControl = "no-store";
        if ((retryAfter > TimeSpan.Zero ? (int)Math.Ceiling(retryAfter.TotalSeconds) : problem.RetryAfterSeconds) is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body).AsTask();
    }

    /// <summary>Whether <c>Accept-Language</c> (RFC 9110 section 12.5.4) prefers English to Korean.</summary>
    public static bool PrefersEnglish(HttpRequest request)
    {
        if (
            request.Headers.AcceptLanguage is not { Count: > 0 } header
            || !StringWithQualityHeaderValue.TryParseList(header, out var languages)
        )
        {
            return false;
        }
        double korean = 0,
            english = 0;
        foreach (var language in languages)
        {
            var quality = language.Quality ?? 1;
            if (Is(language, "ko"))
            {
                korean = Math.Max(korean, quality);
            }
            else if (Is(language, "en"))
            {
                english = Math.Max(english, quality);
            }
        }
        return english > korean;
    }

    private static bool Is(StringWithQualityHeaderValue language, string tag) =>
        language.Value.StartsWith(tag, StringComparison.OrdinalIgnoreCase)
        && (language.Value.Length == tag.Length || language.Value.Value![tag.Length] == '-');
}

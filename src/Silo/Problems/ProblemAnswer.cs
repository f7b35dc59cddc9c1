using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace KiPass.Silo.Problems;

/// <summary>Writes problems as answers.</summary>
internal static class ProblemAnswer
{
    /// <summary>Answers a problem.</summary>
    /// <param name="retryAfterSeconds">A better estimate than the catalogue's.</param>
    public static Task Refuse(this HttpContext context, Problem problem, int? retryAfterSeconds = null) =>
        Write(context, problem, problem.Body(WantsEnglish(context.Request)), retryAfterSeconds);

    /// <summary>Answers a problem that names what was wrong.</summary>
    /// <param name="extension">The name beside <c>code</c>: <c>member</c> of the request, or <c>reason</c>.</param>
    public static Task Refuse(this HttpContext context, Problem problem, string extension, string value) =>
        Write(context, problem, problem.Body(WantsEnglish(context.Request), extension, value), null);

    /// <summary>Korean unless the reader prefers English.</summary>
    internal static bool WantsEnglish(HttpRequest request)
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

    private static Task Write(HttpContext context, Problem problem, ReadOnlyMemory<byte> body, int? retryAfterSeconds)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }
        response.StatusCode = problem.Status;
        response.ContentType = Problem.ContentType;
        response.ContentLength = body.Length;
        if ((retryAfterSeconds ?? problem.RetryAfterSeconds) is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body).AsTask();
    }
}

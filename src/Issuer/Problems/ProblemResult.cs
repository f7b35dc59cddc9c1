using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KiPass.Issuer.Problems;

/// <summary>Writes a problem as <c>application/problem+json</c>, in Korean unless the request prefers English.</summary>
internal sealed class ProblemResult(Problem problem) : IResult
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Task ExecuteAsync(HttpContext httpContext) => Write(httpContext, problem);

    public static async Task Write(HttpContext context, Problem problem)
    {
        var response = context.Response;
        var english = PrefersEnglish(context.Request);
        response.StatusCode = problem.Status;
        response.ContentType = "application/problem+json";
        response.Headers.ContentLanguage = english ? "en" : "ko";
        response.Headers.CacheControl = "no-store";
        if (problem.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }
        await using var json = new Utf8JsonWriter(response.BodyWriter, Readable);
        json.WriteStartObject();
        json.WriteString("type", $"urn:kipass:problem:{problem.Code}");
        json.WriteString("title", english ? problem.English : problem.Korean);
        json.WriteNumber("status", problem.Status);
        json.WriteString("code", problem.Code);
        if (problem.Detail is { } detail)
        {
            json.WriteString("detail", detail);
        }
        json.WriteEndObject();
        await json.FlushAsync();
    }

    private static bool PrefersEnglish(HttpRequest request)
    {
        var languages = request.GetTypedHeaders().AcceptLanguage;
        double Weight(string language) =>
            languages.Where(l => l.Value.StartsWith(language, StringComparison.OrdinalIgnoreCase)).Max(l => (double?)(l.Quality ?? 1)) ?? 0;
        return Weight("en") > Weight("ko");
    }
}

internal static class ProblemResults
{
    public static IResult ToResult(this Problem problem) => new ProblemResult(problem);
}

using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using KiPass.Contracts.Access;

namespace KiPass.Portal.Shared.Register;

/// <summary>Converts HTTP responses of the register to outcomes. The register is believed no further than its contract.</summary>
internal static class RegisterAnswers
{
    /// <summary>Maximum size of a value, as much as a large line list.</summary>
    public const int MaxValueBytes = 64 * 1024 * 1024;

    private const int MaxProblemBytes = 64 * 1024;

    /// <exception cref="RegisterUnavailableException">The response is not one of the call's answers.</exception>
    public static async Task<Answer<T>> Read<T>(HttpResponseMessage response, GrainMethod method, CancellationToken cancellationToken)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK when method.Call.Value is not null:
                return await Value<T>(response.Content, method, cancellationToken);
            case HttpStatusCode.NoContent when method.Call.Value is null:
                return AnswerStatus.Done;
            default:
                var problem = await Problem(response.Content, cancellationToken);
                return Outcome<T>(response.StatusCode, problem)
                    ?? throw new RegisterUnavailableException(
                        problem?.Code is { } code ? Word(code) : $"status {(int)response.StatusCode}"
                    );
        }
    }

    private static async Task<Answer<T>> Value<T>(HttpContent content, GrainMethod method, CancellationToken cancellationToken)
    {
        Require(content, "application/json");
        await content.LoadIntoBufferAsync(MaxValueBytes, cancellationToken);
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var value = await JsonSerializer.DeserializeAsync<T>(stream, RegisterCallJson.Options, cancellationToken);
        return value is null && !method.MayBeNull
            ? throw new RegisterUnavailableException("a value is missing")
            : new Answer<T>(AnswerStatus.Done, value, []);
    }

    // A proxy between portal and register sends its own error pages, which say nothing about the call.
    private static async Task<ProblemDetails?> Problem(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return null;
        }
        await content.LoadIntoBufferAsync(MaxProblemBytes, cancellationToken);
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        return await JsonSerializer.DeserializeAsync<ProblemDetails>(stream, RegisterCallJson.Options, cancellationToken);
    }

    private static Answer<T>? Outcome<T>(HttpStatusCode status, ProblemDetails? problem) =>
        (status, problem) switch
        {
            (HttpStatusCode.NotFound, { Code: "not-found" }) => AnswerStatus.NotFound,
            (HttpStatusCode.Forbidden, { Code: "refused" }) => AnswerStatus.Refused,
            (HttpStatusCode.Conflict, { Code: "conflict" }) => AnswerStatus.Conflict,
            (HttpStatusCode.UnprocessableEntity, { Errors: { IsDefaultOrEmpty: false } errors }) => Answer.Invalid(errors),
            _ => null,
        };

    private static void Require(HttpContent content, string type)
    {
        if (content.Headers.ContentType?.MediaType != type)
        {
            throw new RegisterUnavailableException("the answer is not JSON");
        }
    }

    // The code goes to the log.
    private static string Word(string code) =>
        code.Length <= 40 && code.All(character => char.IsAsciiLetterLower(character) || character == '-') ? code : "unknown code";

    private sealed record ProblemDetails(string? Code = null, ImmutableArray<FieldError>? Errors = null);
}

using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Polly;

namespace KiPass.Grains.BusinessRegistry;

/// <summary>
/// HTTP client of the National Tax Service (국세청): checks up to 100 business numbers per call. A service that is slow, down or returns
/// invalid data is reported as <see cref="TaxFinding.Unavailable"/>. <see cref="BusinessRegistryHosting"/> configures time-outs, retries
/// and the circuit breaker.
/// </summary>
internal sealed class TaxService(IHttpClientFactory clients, TaxServiceOptions options, ILogger<TaxService> log)
{
    /// <summary>Name of the HTTP client.</summary>
    public const string Client = "tax-service";

    /// <summary>Maximum number of business numbers per call.</summary>
    public const int MaxNumbers = 100;

    private const string Path = "/api/nts-businessman/v1/";

    /// <summary>Whether a service key is configured; without one, the service is never called.</summary>
    public bool IsConfigured => options.ServiceKey.Length > 0;

    /// <summary>The answers to the questions, in the same order.</summary>
    public async Task<IReadOnlyList<TaxFinding>> Ask(IReadOnlyList<TaxQuestion> questions, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(questions.Count, MaxNumbers);
        var findings = new TaxFinding[questions.Count];
        await Validate(questions, findings, cancellationToken);
        await Status(questions, findings, cancellationToken);
        return findings;
    }

    private async Task Validate(IReadOnlyList<TaxQuestion> questions, TaxFinding[] findings, CancellationToken cancellationToken)
    {
        BusinessToValidate[] compared =
        [
            .. questions
                .Where(question => question.Compare)
                .Select(question => new BusinessToValidate(
                    question.Number,
                    question.OpenedOn.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
                    question.Representative
                )),
        ];
        if (compared.Length == 0)
        {
            return;
        }
        var answers = await Post<ValidateRequest, ValidatedBusiness>("validate", new ValidateRequest(compared), cancellationToken);
        // The service answers in the order of the questions; an answer with another number is ignored.
        for (int i = 0, answer = 0; i < questions.Count; i++)
        {
            if (questions[i].Compare)
            {
                findings[i] = Finding(questions[i], answers.ElementAtOrDefault(answer++));
            }
        }
    }

    private static TaxFinding Finding(TaxQuestion question, ValidatedBusiness? answer) =>
        answer is null || answer.Number != question.Number ? TaxFinding.Unavailable
        : answer.Valid == "02" ? TaxFinding.Differs
        : answer.Valid == "01" ? answer.Status?.Finding(TaxFinding.Matches) ?? TaxFinding.Unavailable
        : TaxFinding.Unavailable;

    // Checks the numbers that are not compared, and those that do not match, which may not be registered at all.
    private async Task Status(IReadOnlyList<TaxQuestion> questions, TaxFinding[] findings, CancellationToken cancellationToken)
    {
        int[] asked = [.. Enumerable.Range(0, questions.Count).Where(i => !questions[i].Compare || findings[i] == TaxFinding.Differs)];
        if (asked.Length == 0)
        {
            return;
        }
        var numbers = asked.Select(i => questions[i].Number).Distinct().ToList();
        var answers = await Post<StatusRequest, BusinessStatus>("status", new StatusRequest(numbers), cancellationToken);
        var byNumber = answers.Where(answer => answer.Number is not null).ToLookup(answer => answer.Number!);
        foreach (var i in asked)
        {
            var whenActive = questions[i].Compare ? TaxFinding.Differs : TaxFinding.Active;
            findings[i] = byNumber[questions[i].Number].FirstOrDefault()?.Finding(whenActive) ?? TaxFinding.Unavailable;
        }
    }

    private async Task<IReadOnlyList<TAnswer>> Post<TRequest, TAnswer>(string verb, TRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(Client);
            var query = $"?serviceKey={Uri.EscapeDataString(options.ServiceKey)}&returnType=JSON";
            using var response = await client.PostAsJsonAsync(Path + verb + query, request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                log.LogWarning("The tax service refused {Verb}: HTTP {Status}", verb, (int)response.StatusCode);
                return [];
            }
            return (await response.Content.ReadFromJsonAsync<TaxResponse<TAnswer>>(cancellationToken))?.Data ?? [];
        }
        catch (Exception exception) when (IsOutage(exception, cancellationToken))
        {
            log.LogWarning("The tax service did not answer {Verb}: {Error}", verb, exception.GetType().Name);
            return [];
        }
    }

    private static bool IsOutage(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or JsonException or IOException or ExecutionRejectedException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}

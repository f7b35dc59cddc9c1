using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;

namespace KiPass.Grains.Traces;

/// <summary>Sends requests to issuers over HTTP: no redirects, limited response size, 20 s per attempt.</summary>
internal sealed class HttpIssuerTransport(IHttpClientFactory clients) : IIssuerTransport
{
    /// <summary>Name of the <see cref="HttpClient"/>.</summary>
    public const string Name = "issuers";

    /// <summary>Maximum response size. Ten thousand people, signed and sealed, are about 4 MB.</summary>
    public const long MaxResponseBytes = 48 * 1024 * 1024;

    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private const int MaxCodeLength = 64;

    public async Task<IssuerResponse> Post(TrustedIssuer issuer, string route, string request, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(Name);
            var address = new Uri($"{issuer.Url.AbsoluteUri.TrimEnd('/')}/v1/disclosures/{route}");
            using var body = new StringContent(request, Encoding.ASCII, "application/jose");
            using var response = await client.PostAsync(address, body, cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.OK
                    when await Read<DisclosureAnswer>(response, cancellationToken) is { Head: not null, Sealed: not null } answer =>
                    new IssuerResponse(answer, null),
                HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.RequestEntityTooLarge => await Refused(
                    response,
                    cancellationToken
                ),
                HttpStatusCode.TooManyRequests when await Refused(response, cancellationToken) is { Refusal: "order-limit" } limit => limit,
                HttpStatusCode.OK => IssuerResponse.Failed(IssuerFailures.Shape),
                var status => IssuerResponse.Failed(IssuerFailures.Http(status)),
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UriFormatException)
        {
            return IssuerResponse.Failed(IssuerFailures.Connection);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return IssuerResponse.Failed(IssuerFailures.Timeout);
        }
    }

    private static async Task<IssuerResponse> Refused(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var code = (await Read<ProblemBody>(response, cancellationToken))?.Code;
        // The code is shown to officials, so only a simple word is accepted.
        var word = code is { Length: > 0 and <= MaxCodeLength } && code.All(c => char.IsAsciiLetterLower(c) || c == '-') ? code : "refused";
        return new IssuerResponse(null, word);
    }

    private static async Task<T?> Read<T>(HttpResponseMessage response, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(cancellationToken);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private sealed record ProblemBody(string? Code);
}

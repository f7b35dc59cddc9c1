using System.Net;
using System.Text.RegularExpressions;

namespace KiPass.Portal.Testing;

/// <summary>A browser that keeps cookies and follows redirects. Unlike a real one, it sends secure cookies to local http addresses.</summary>
public sealed partial class TestBrowser : IDisposable
{
    private readonly HttpClient http = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false });

    /// <summary>Cookies by host and port.</summary>
    public Dictionary<string, Dictionary<string, string>> Cookies { get; } = [];

    /// <summary>The addresses of the last call, in order.</summary>
    public List<Uri> Visited { get; } = [];

    /// <summary>Goes to an address and follows redirects.</summary>
    /// <param name="address">The address.</param>
    /// <param name="until">Stops before the first address for which this is true.</param>
    public async Task<(HttpStatusCode Status, string Text)> Go(Uri address, Func<Uri, bool>? until = null)
    {
        Visited.Clear();
        for (var redirects = 0; redirects < 10; redirects++)
        {
            Visited.Add(address);
            if (until?.Invoke(address) == true)
            {
                return (HttpStatusCode.Redirect, "");
            }
            using var answer = await Send(new HttpRequestMessage(HttpMethod.Get, address));
            if (answer.Headers.Location is not { } next)
            {
                return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
            }
            address = new Uri(address, next);
        }
        throw new InvalidOperationException("Too many redirects.");
    }

    public async Task<HttpStatusCode> Post(Uri address, Dictionary<string, string> form)
    {
        using var answer = await Send(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) });
        return answer.StatusCode;
    }

    /// <summary>Opens a page and sends one of its forms.</summary>
    /// <param name="page">The page with the antiforgery token.</param>
    /// <param name="form">Name of the form.</param>
    /// <param name="fields">Its fields.</param>
    /// <returns>Status, and path and query of the address that the answer leads to, if any.</returns>
    public async Task<(HttpStatusCode Status, string? To)> Submit(Uri page, string form, params (string Name, string Value)[] fields)
    {
        using var answer = await SubmitForm(page, form, fields);
        return (answer.StatusCode, answer.Headers.Location is { } to ? new Uri(page, to).PathAndQuery : null);
    }

    /// <summary>As <see cref="Submit"/>, for a form that is displayed again.</summary>
    /// <returns>The page.</returns>
    public async Task<string> SubmitWrong(Uri page, string form, params (string Name, string Value)[] fields)
    {
        using var answer = await SubmitForm(page, form, fields);
        return answer.StatusCode == HttpStatusCode.OK
            ? await answer.Content.ReadAsStringAsync()
            : throw new InvalidOperationException($"The form was answered with {(int)answer.StatusCode} {answer.Headers.Location}.");
    }

    private async Task<HttpResponseMessage> SubmitForm(Uri page, string form, (string Name, string Value)[] fields)
    {
        var values = fields.ToDictionary(field => field.Name, field => field.Value);
        (values["_handler"], values[Antiforgery]) = (form, await AntiforgeryToken(page));
        using var request = new HttpRequestMessage(HttpMethod.Post, page) { Content = new FormUrlEncodedContent(values) };
        request.Headers.Add("Origin", page.GetLeftPart(UriPartial.Authority));
        return await Send(request);
    }

    /// <summary>Posts without a body, as a script of a page does.</summary>
    public async Task<(HttpStatusCode Status, string Text)> Script(Uri page, Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Add("RequestVerificationToken", await AntiforgeryToken(page));
        using var answer = await Send(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public void Dispose() => http.Dispose();

    private const string Antiforgery = "__RequestVerificationToken";

    private async Task<string> AntiforgeryToken(Uri page)
    {
        var (_, text) = await Go(page);
        return Token().Match(text) is { Success: true } match
            ? match.Groups["token"].Value
            : throw new InvalidOperationException($"{Visited[^1].AbsolutePath} has no form.");
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request)
    {
        var jar = Cookies.TryGetValue(request.RequestUri!.Authority, out var known) ? known : Cookies[request.RequestUri.Authority] = [];
        if (jar.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", jar.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }
        var answer = await http.SendAsync(request);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var (name, value) = (cookie[..cookie.IndexOf('=')], cookie[(cookie.IndexOf('=') + 1)..].Split(';')[0]);
            if (value.Length == 0)
            {
                jar.Remove(name);
            }
            else
            {
                jar[name] = value;
            }
        }
        return answer;
    }
}

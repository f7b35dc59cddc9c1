using System.Net;

namespace KiPass.Portal.Officials.Tests.Fixtures;

/// <summary>A browser that keeps cookies and follows redirects. Unlike a real one, it sends secure cookies to local http addresses.</summary>
internal sealed class TestBrowser : IDisposable
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

    public void Dispose() => http.Dispose();

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

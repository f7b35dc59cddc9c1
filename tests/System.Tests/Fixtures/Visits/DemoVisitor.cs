using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using KiPass.SystemTests.Visits;

namespace KiPass.SystemTests.Fixtures;

/// <summary>A visitor of the demo who asks the real issuer for passes.</summary>
internal sealed class DemoVisitor(Uri issuer, JsonElement visitor)
{
    public string Name { get; } = visitor.GetProperty("name").GetString()!;

    public string Phone { get; } = visitor.GetProperty("phone").GetString()!;

    /// <summary>Passes for this slot and the following ones.</summary>
    public async Task<IReadOnlyList<string>> Passes(int count)
    {
        using var http = new HttpClient { BaseAddress = issuer };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", visitor.GetProperty("sessionToken").GetString());
        using var response = await http.PostAsJsonAsync("/v1/passes", new { count });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.IsSuccessStatusCode, $"passes: {(int)response.StatusCode} {answer}");
        return [.. answer.GetProperty("passes").EnumerateArray().Select(p => p.GetProperty("pass").GetString()!)];
    }

    /// <summary>A pass for the slot in progress.</summary>
    public async Task<string> Pass() => (await Passes(1))[0];
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using KiPass.SystemTests.Visits;

namespace KiPass.SystemTests.Fixtures;

/// <summary>A reply of a scan route: status, and the code of its problem or its result.</summary>
internal sealed record ScanReply(int Status, string Code, bool Repeated, JsonElement Body);

/// <summary>A scanner that talks to the real register over HTTP, as the design's section 8 says.</summary>
internal sealed class ScannerDevice : IDisposable
{
    private readonly HttpClient http;

    /// <param name="way">How the register is reached; null: as its address says. Stays its owner's.</param>
    public ScannerDevice(Uri register, string token, Guid facilityId, HttpMessageHandler? way = null)
    {
        http = Client(register, way);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Token = token;
        FacilityId = facilityId;
    }

    public string Token { get; }

    public Guid FacilityId { get; }

    public static async Task<ScannerDevice> Pair(Uri register, string code, HttpMessageHandler? way = null)
    {
        using var http = Client(register, way);
        using var response = await http.PostAsJsonAsync("/v1/devices/pair", new { pairingCode = code, name = "door" });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.StatusCode == System.Net.HttpStatusCode.Created, $"pairing: {(int)response.StatusCode} {answer}");
        return new ScannerDevice(
            register,
            answer.GetProperty("deviceToken").GetString()!,
            answer.GetProperty("facility").GetProperty("id").GetGuid(),
            way
        );
    }

    public Task<ScanReply> Scan(string pass, Guid scanId, DateTimeOffset? scannedAt = null) =>
        Post(
            "/v1/scans",
            new
            {
                scanId,
                pass,
                scannedAt = (scannedAt ?? TimeProvider.System.GetUtcNow()).UtcDateTime,
            }
        );

    public Task<ScanReply> Undo(string pass, Guid scanId) => Post("/v1/scans/undo", new { scanId, pass });

    public async Task<JsonElement> Facility() => await http.GetFromJsonAsync<JsonElement>("/v1/facility");

    public void Dispose() => http.Dispose();

    private static HttpClient Client(Uri register, HttpMessageHandler? way) =>
        new(way ?? new SocketsHttpHandler(), disposeHandler: way is null) { BaseAddress = register };

    private async Task<ScanReply> Post(string route, object body)
    {
        using var response = await http.PostAsJsonAsync(route, body);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        var code = answer.TryGetProperty("code", out var problem) ? problem : answer.GetProperty("result");
        return new ScanReply(
            (int)response.StatusCode,
            code.GetString()!,
            answer.TryGetProperty("repeated", out var repeated) && repeated.GetBoolean(),
            answer
        );
    }
}

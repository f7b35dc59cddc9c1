using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace KiPass.Bench.Chaos;

/// <summary>A scanner app's side of the scan routes: what was answered, or that nothing was.</summary>
internal sealed class ScanClient(Uri[] registers) : IDisposable
{
    private readonly HttpClient http = new(
        new SocketsHttpHandler { MaxConnectionsPerServer = 256, ConnectTimeout = TimeSpan.FromSeconds(2) }
    )
    {
        Timeout = TimeSpan.FromSeconds(6),
    };
    private static readonly TimeSpan Avoided = TimeSpan.FromSeconds(1);

    private readonly long[] avoidUntil = new long[registers.Length];
    private int next;

    /// <summary>One scan a request.</summary>
    public async Task<Answer> Send(SentScan scan)
    {
        var body = new
        {
            scanId = scan.ScanId,
            pass = scan.Token.Pass,
            scannedAt = scan.ScannedAt.UtcDateTime,
        };
        var (status, answer) = await Post("/v1/scans", scan.Device.Token, body);
        return Read(status, answer);
    }

    /// <summary>A batch from one device; an answer for each scan, in order.</summary>
    public async Task<IReadOnlyList<Answer>> SendBatch(string deviceToken, IReadOnlyList<SentScan> scans)
    {
        var body = new
        {
            scans = scans.Select(s => new
            {
                scanId = s.ScanId,
                pass = s.Token.Pass,
                scannedAt = s.ScannedAt.UtcDateTime,
            }),
        };
        var (status, answer) = await Post("/v1/scans/batch", deviceToken, body);
        if (status != 200)
        {
            return [.. scans.Select(_ => Read(status, answer))];
        }
        return [.. answer.GetProperty("results").EnumerateArray().Select(result => Read(200, result))];
    }

    /// <summary>Takes a scan back; <c>voided</c>, a code, or nothing.</summary>
    public async Task<Answer> Undo(SentScan scan)
    {
        var (status, answer) = await Post("/v1/scans/undo", scan.Device.Token, new { scanId = scan.ScanId, pass = scan.Token.Pass });
        return answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("result", out var result)
            ? new Answer(status, result.GetString())
            : Read(status, answer);
    }

    public void Dispose() => http.Dispose();

    private async Task<(int Status, JsonElement Answer)> Post(string route, string deviceToken, object body)
    {
        var register = Next();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(registers[register], route))
            {
                Content = JsonContent.Create(body),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", deviceToken);
            using var response = await http.SendAsync(request);
            return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException or JsonException)
        {
            // Cut off in the middle: the register may or may not have stored it. The next requests go to the others first.
            Volatile.Write(ref avoidUntil[register], Environment.TickCount64 + (long)Avoided.TotalMilliseconds);
            return (0, default);
        }
    }

    // As a load balancer does: in turn, and not to one that failed a moment ago while there is another.
    private int Next()
    {
        var now = Environment.TickCount64;
        for (var i = 0; i < registers.Length; i++)
        {
            var register = (int)((uint)Interlocked.Increment(ref next) % registers.Length);
            if (Volatile.Read(ref avoidUntil[register]) <= now)
            {
                return register;
            }
        }
        return (int)((uint)Interlocked.Increment(ref next) % registers.Length);
    }

    private static Answer Read(int status, JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object)
        {
            return new Answer(status, null);
        }
        if (answer.TryGetProperty("code", out var code))
        {
            return new Answer(status, code.GetString());
        }
        var enteredAt = answer.GetProperty("enteredAt").GetDateTimeOffset();
        return new Answer(status, answer.GetProperty("result").GetString(), answer.GetProperty("repeated").GetBoolean(), enteredAt);
    }
}

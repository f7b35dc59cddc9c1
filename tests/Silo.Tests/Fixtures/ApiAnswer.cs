using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KiPass.Silo.Tests.Hosting;

namespace KiPass.Silo.Tests.Fixtures;

/// <summary>What the API answered.</summary>
internal sealed record ApiAnswer(int Status, JsonElement Body, HttpResponseHeaders Headers, string? ContentType)
{
    /// <summary>The stable code of a problem; <c>ok</c> when it is none.</summary>
    public string Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out var code) ? code.GetString()! : "ok";

    public bool Repeated => Body.GetProperty("repeated").GetBoolean();

    public string Text(string member) => Body.GetProperty(member).GetString()!;

    public DateTimeOffset Instant(string member) => Body.GetProperty(member).GetDateTimeOffset();
}

internal static class Api
{
    public static Task<ApiAnswer> Send(this HttpClient client, string path, object body) =>
        client.SendRaw(path, JsonSerializer.SerializeToUtf8Bytes(body));

    public static Task<ApiAnswer> SendRaw(this HttpClient client, string path, string body) =>
        client.SendRaw(path, Encoding.UTF8.GetBytes(body));

    public static async Task<ApiAnswer> SendRaw(this HttpClient client, string path, byte[] body, string? contentType = "application/json")
    {
        using var content = new ByteArrayContent(body);
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }
        using var response = await client.PostAsync(path, content);
        return await Read(response);
    }

    public static async Task<ApiAnswer> Get(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return await Read(response);
    }

    private static async Task<ApiAnswer> Read(HttpResponseMessage response)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var body = bytes.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(bytes);
        return new ApiAnswer((int)response.StatusCode, body, response.Headers, response.Content.Headers.ContentType?.ToString());
    }
}

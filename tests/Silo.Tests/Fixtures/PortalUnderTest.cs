using System.Reflection;
using System.Text;
using System.Text.Json;
using KiPass.Contracts.Access;
using KiPass.Hosting.Tls;
using KiPass.Tokens.Calls;
using KiPass.Tokens.Jose;

namespace KiPass.Silo.Tests.Fixtures;

/// <summary>A portal that signs any claims a test chooses; by default those of an honest portal.</summary>
internal sealed class PortalUnderTest : IDisposable
{
    private readonly RegisterUnderTest register;
    private readonly HttpClient http;

    public PortalUnderTest(RegisterUnderTest register, CallingPortal portal, HttpMessageHandler? handler = null)
    {
        this.register = register;
        Portal = portal;
        Key = new FileSigningKey((portal == CallingPortal.Owners ? register.Owners : register.Authority).SigningKey());
        // The certificate is for a role, not for an address.
        var start = handler is null ? "http://127.0.0.1" : $"https://{RegisterCertificates.SiloName}";
        http = new HttpClient(handler ?? new SocketsHttpHandler()) { BaseAddress = new Uri($"{start}:{register.PortalPort}") };
    }

    public CallingPortal Portal { get; }

    /// <summary>The key that signs.</summary>
    public ISigningKey Key { get; init; }

    /// <summary>The route of a grain method.</summary>
    public static RegisterCall CallOf<TGrain>(CallingPortal portal, string method) =>
        RegisterCall.All.Single(call => call.Portal == portal && call.Method.DeclaringType == typeof(TGrain) && call.Method.Name == method);

    /// <summary>The claims of an honest call now.</summary>
    public CallClaims Claims(RegisterCall call, CallerRole role, byte[] body, string account = "owner-1", string district = "") =>
        new()
        {
            Issuer = RegisterCall.NameOf(call.Portal),
            Audience = CallToken.Audience,
            Subject = call.ForAccount ? account : RegisterCall.NameOf(call.Portal),
            Role = RegisterCall.NameOf(role),
            District = district,
            Id = Guid.NewGuid(),
            IssuedAt = register.Now.ToUnixTimeSeconds(),
            ExpiresAt = register.Now.ToUnixTimeSeconds() + 60,
            Method = "POST",
            Path = call.Path,
            BodyHash = CallClaims.HashOf(body),
        };

    /// <summary>An honest call of an account.</summary>
    public Task<ApiAnswer> Call<TGrain>(string method, CallerRole role, object body, string account = "owner-1", string district = "")
    {
        var call = CallOf<TGrain>(Portal, method);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, RegisterCallJson.Options);
        return Send(call.Path, bytes, CallToken.Sign(Claims(call, role, bytes, account, district), Key));
    }

    /// <summary>Sends any token with any body.</summary>
    public async Task<ApiAnswer> Send(string path, byte[] body, string? token, string scheme = "Bearer")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {token}");
        }
        using var response = await http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var answer = bytes.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(bytes);
        return new ApiAnswer((int)response.StatusCode, answer, response.Headers, response.Content.Headers.ContentType?.ToString());
    }

    public void Dispose() => http.Dispose();
}

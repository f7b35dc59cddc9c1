using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace KiPass.Portal.Officials.Tests.Fixtures;

/// <summary>An OpenID provider of an agency, with signed tokens, PKCE and codes that work once. Tests can make it lie.</summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "kipass-officials";
    public const string ClientSecret = "the secret of the client";

    private readonly RsaSecurityKey key = new(RSA.Create(2048)) { KeyId = "1" };
    private readonly ConcurrentDictionary<string, (string Nonce, string Challenge)> codes = new();
    private readonly WebApplication app;

    private OpenIdProvider(WebApplication app) => this.app = app;

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>The claims of the person who signs in.</summary>
    public Dictionary<string, object> Person { get; } =
        new()
        {
            ["sub"] = "person-1",
            ["name"] = "이담당",
            ["email"] = "official@example.go.kr",
            ["email_verified"] = true,
            ["amr"] = new[] { "pwd", "mfa" },
            ["kipass_role"] = "official",
            ["kipass_district"] = "11",
        };

    /// <summary>Changes the token before it is signed.</summary>
    public Action<SecurityTokenDescriptor>? Alter { get; set; }

    /// <summary>Answers with this ID token instead of a new one.</summary>
    public string? Replayed { get; set; }

    public string? LastIdToken { get; private set; }

    /// <summary>The query of the last request for a code.</summary>
    public IQueryCollection? Asked { get; private set; }

    public static async Task<OpenIdProvider> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var provider = new OpenIdProvider(app);
        app.MapGet("/.well-known/openid-configuration", provider.Discovery);
        app.MapGet("/keys", provider.Keys);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", (Delegate)provider.Token);
        await app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        key.Rsa.Dispose();
    }

    private Dictionary<string, object> Discovery() =>
        new()
        {
            ["issuer"] = Address,
            ["authorization_endpoint"] = $"{Address}/authorize",
            ["token_endpoint"] = $"{Address}/token",
            ["jwks_uri"] = $"{Address}/keys",
            ["response_types_supported"] = new[] { "code" },
            ["subject_types_supported"] = new[] { "public" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        };

    private Dictionary<string, object> Keys()
    {
        var own = key.Rsa.ExportParameters(includePrivateParameters: false);
        var jwk = new Dictionary<string, object>
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["kid"] = key.KeyId,
            ["n"] = Base64UrlEncoder.Encode(own.Modulus),
            ["e"] = Base64UrlEncoder.Encode(own.Exponent),
        };
        return new() { ["keys"] = new[] { jwk } };
    }

    private IResult Authorize(HttpContext http)
    {
        Asked = http.Request.Query;
        if (Asked["client_id"] != ClientId || Asked["code_challenge_method"] != "S256" || Asked["response_type"] != "code")
        {
            return Results.BadRequest();
        }
        var code = $"{Guid.NewGuid():N}";
        codes[code] = (Asked["nonce"].ToString(), Asked["code_challenge"].ToString());
        return Results.Redirect($"{Asked["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(Asked["state"].ToString())}");
    }

    private async Task<IResult> Token(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (
            form["client_secret"] != ClientSecret
            || !codes.TryRemove(form["code"].ToString(), out var asked)
            || asked.Challenge != challenge
        )
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        }
        return Results.Json(
            new
            {
                access_token = $"{Guid.NewGuid():N}",
                token_type = "Bearer",
                expires_in = 60,
                id_token = LastIdToken = Replayed ?? Sign(asked.Nonce),
            }
        );
    }

    private string Sign(string nonce)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = ClientId,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            Claims = new Dictionary<string, object>(Person) { ["nonce"] = nonce },
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
        };
        Alter?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }
}

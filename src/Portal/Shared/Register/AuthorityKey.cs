using System.Text.Json;
using KiPass.Tokens.Keys;

namespace KiPass.Portal.Shared.Register;

/// <summary>
/// The authority's public encryption key, as pinned by the register. The portal can trust the answer because the register is in the same
/// trust domain.
/// </summary>
public sealed class AuthorityKey(HttpClient http, ILogger<AuthorityKey> log)
{
    /// <summary>Gets the encryption key, or null if the register does not respond.</summary>
    public async Task<EcJwk?> Get(CancellationToken cancellationToken) => (await Keys(cancellationToken))?.EncryptionKey;

    /// <summary>Gets the authority's keys and the statements that announce them, or null if the register does not respond.</summary>
    public async Task<TrustedAuthority?> Keys(CancellationToken cancellationToken)
    {
        try
        {
            var known = await http.GetFromJsonAsync<JsonElement>("/.well-known/kipass.json", cancellationToken);
            return known.GetProperty("authority").Deserialize<TrustedAuthority>();
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or TaskCanceledException or KeyNotFoundException)
        {
            log.LogWarning("The register did not say the authority's key: {Reason}", failure.GetType().Name);
            return null;
        }
    }

    /// <summary>The key as four words in both languages, for people to compare.</summary>
    public static string CheckValue(EcJwk key)
    {
        var (korean, english) = CheckWords.Of(key);
        return $"{korean} · {english}";
    }
}

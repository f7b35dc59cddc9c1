using System.Text.Json.Serialization;
using KiPass.Issuer.Settings;

namespace KiPass.Issuer.Verifications;

/// <summary>Posts <c>{"to","text"}</c> to the configured URL; 2xx means accepted. No retry: the message may have arrived, and the person can ask again.</summary>
internal sealed class HttpSmsGateway(HttpClient client, IssuerSettings settings) : ISmsGateway
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public async Task<bool> Send(CodeMessage message, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.PostAsJsonAsync(
                settings.SmsUrl,
                new SmsMessage(message.To.Value, message.Text),
                SmsJson.Default.SmsMessage,
                cancellationToken
            );
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}

internal sealed record SmsMessage([property: JsonPropertyName("to")] string To, [property: JsonPropertyName("text")] string Text);

[JsonSerializable(typeof(SmsMessage))]
internal sealed partial class SmsJson : JsonSerializerContext;

namespace KiPass.Portal.Accounts.Messages;

/// <summary>Posts <c>{to, text}</c> to the operator's gateway. A failure is logged without the addressee; the user asks for another code.</summary>
internal sealed class MessageGateway(HttpClient http, ILogger<MessageGateway> log) : IMessageSender
{
    public async Task Send(Guid accountId, string to, string text)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync("", new { to, text });
            answer.EnsureSuccessStatusCode();
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            log.LogWarning("The message gateway did not take a message: {Reason}", failure.GetType().Name);
        }
    }
}

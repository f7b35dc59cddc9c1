namespace KiPass.Portal.Shared.Accounts.Messages;

/// <summary>Posts <c>{to, text}</c> to the operator's gateway. A failure is logged without the addressee; the user asks for another code.</summary>
internal sealed class MessageGateway(HttpClient http, ILogger<MessageGateway> log) : IMessageSender
{
    public async Task<bool> Send(Guid accountId, string to, string text)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync("", new { to, text });
            answer.EnsureSuccessStatusCode();
            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            log.LogWarning("The message gateway did not take a message: {Reason}", failure.GetType().Name);
            return !IsRefusal(failure);
        }
    }

    // After a time-out, or when the connection broke while the answer was on its way, it may have been taken.
    private static bool IsRefusal(Exception failure) =>
        failure
            is HttpRequestException { StatusCode: not null }
                or HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError
                        or HttpRequestError.NameResolutionError
                        or HttpRequestError.SecureConnectionError
                };
}

namespace KiPass.Issuer.Verifications;

/// <summary>
/// Replaces the SMS gateway while none is configured: shows each message on the console and at <c>GET /simulated-inbox</c>. Anyone who can reach the
/// issuer can read it, so it exists only in that case and says that it is simulated.
/// </summary>
internal sealed class SimulatedInbox(TimeProvider time, TextWriter console) : ISmsGateway
{
    public const string Notice =
        "모의 수신함: 문자 중계 서비스(Issuer:Sms:Url)가 설정되지 않아 실제 문자를 보내지 않으며, 누구나 이 내용을 볼 수 있습니다. / SIMULATED inbox: no SMS gateway (Issuer:Sms:Url) is configured, no text message is sent, and anyone who reaches this address can read the codes.";

    private const int MaxMessages = 1000;

    private readonly LinkedList<SimulatedMessage> messages = new();

    public Task<bool> Send(CodeMessage message, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        lock (messages)
        {
            RemoveOld(now);
            messages.AddFirst(new SimulatedMessage(message.VerificationId.Value, message.To.Value, message.Code, message.Text, now));
        }
        console.WriteLine($"[SIMULATED SMS] to …{message.To.Value[^4..]}: {message.Text}");
        return Task.FromResult(true);
    }

    /// <summary>The messages whose code may still be valid, newest first.</summary>
    public IReadOnlyList<SimulatedMessage> Messages()
    {
        lock (messages)
        {
            RemoveOld(time.GetUtcNow());
            return [.. messages];
        }
    }

    private void RemoveOld(DateTimeOffset now)
    {
        while (messages.Last is { } last && (messages.Count >= MaxMessages || now - last.Value.At > VerificationStore.CodeLifetime))
        {
            messages.RemoveLast();
        }
    }
}

/// <summary>A message that was not sent.</summary>
internal sealed record SimulatedMessage(Guid VerificationId, string Phone, string Code, string Text, DateTimeOffset At);

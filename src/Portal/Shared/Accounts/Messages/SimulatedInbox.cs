using System.Collections.Concurrent;

namespace KiPass.Portal.Shared.Accounts.Messages;

/// <summary>Keeps what would have been sent, where no gateway is set; pages show it and say so.</summary>
public sealed class SimulatedInbox(TimeProvider time) : IMessageSender
{
    private const int MostAccounts = 10_000;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<Guid, SimulatedMessage[]> messages = new();

    public Task<bool> Send(Guid accountId, string to, string text)
    {
        if (messages.Count >= MostAccounts)
        {
            messages.Clear();
        }
        var message = new SimulatedMessage(to, text, time.GetUtcNow());
        messages.AddOrUpdate(accountId, [message], (_, earlier) => [.. earlier.TakeLast(4), message]);
        return Task.FromResult(true);
    }

    /// <summary>The last messages of an account, newest first.</summary>
    public IReadOnlyList<SimulatedMessage> Of(Guid accountId) =>
        messages.TryGetValue(accountId, out var list) ? [.. list.Where(message => time.GetUtcNow() - message.SentAt < Life).Reverse()] : [];
}

public sealed record SimulatedMessage(string To, string Text, DateTimeOffset SentAt);

using System.Collections.Concurrent;

namespace KiPass.Portal.Shared.Accounts.Messages;

/// <summary>Stores messages in memory instead of sending them, if no gateway is configured. Pages show them as simulated.</summary>
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

    /// <summary>The most recent messages of an account (at most 5, from the last 10 minutes), newest first.</summary>
    public IReadOnlyList<SimulatedMessage> Of(Guid accountId) =>
        messages.TryGetValue(accountId, out var list) ? [.. list.Where(message => time.GetUtcNow() - message.SentAt < Life).Reverse()] : [];
}

public sealed record SimulatedMessage(string To, string Text, DateTimeOffset SentAt);

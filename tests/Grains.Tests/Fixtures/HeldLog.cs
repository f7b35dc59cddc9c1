using System.Collections.Concurrent;
using KiPass.Grains.Tests.Visits.Tokens;
using KiPass.Grains.Visits;

namespace KiPass.Grains.Tests.Fixtures;

/// <summary>A visit log in memory whose commits a test can hold back, or lose the answers of.</summary>
internal sealed class HeldLog : IVisitLog
{
    private readonly ConcurrentDictionary<TokenKey, Visit> visits = new();
    private readonly ConcurrentDictionary<TokenKey, TaskCompletionSource> held = new();
    private readonly ConcurrentDictionary<TokenKey, bool> silent = new();

    /// <summary>Appends that were asked for, by token.</summary>
    public ConcurrentDictionary<TokenKey, int> Appends { get; } = new();

    /// <summary>Commits of a token wait until the task source is completed.</summary>
    public TaskCompletionSource Hold(TokenKey token) =>
        held[token] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The next append of a token gets no answer.</summary>
    /// <param name="stored">Whether the visit is stored all the same.</param>
    public void LoseAnswer(TokenKey token, bool stored) => silent[token] = stored;

    public async ValueTask<Recording> Append(Visit visit, CancellationToken cancellationToken)
    {
        Appends.AddOrUpdate(visit.Token, 1, (_, count) => count + 1);
        if (held.TryGetValue(visit.Token, out var source))
        {
            await source.Task;
        }
        if (silent.TryRemove(visit.Token, out var stored))
        {
            if (stored)
            {
                visits.TryAdd(visit.Token, visit);
            }
            return new Recording(ScanStatus.Unconfirmed);
        }
        return visits.TryAdd(visit.Token, visit) ? Of(visit, ScanStatus.Accepted) : Of(visits[visit.Token], ScanStatus.AlreadyUsed);
    }

    public ValueTask<Recording> Find(TokenKey token, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            visits.TryGetValue(token, out var visit) ? Of(visit, ScanStatus.AlreadyUsed) : new Recording(ScanStatus.VisitUnknown)
        );

    public ValueTask<ScanStatus> Void(
        TokenKey token,
        Guid scanId,
        Guid deviceId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        ValueTask.FromResult(
            visits.TryGetValue(token, out var visit) && visit.ScanId == scanId && visit.DeviceId == deviceId
                ? ScanStatus.Voided
                : ScanStatus.VisitUnknown
        );

    public ValueTask<ScanStatus> Standing(TokenKey token, CancellationToken cancellationToken) => ValueTask.FromResult(ScanStatus.Accepted);

    public ValueTask<Recording> Append(PaperVisit visit, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A token never writes paper visits.");

    private static Recording Of(Visit visit, ScanStatus status) => new(status, visit.ScanId, visit.DeviceId, visit.EnteredAt);
}

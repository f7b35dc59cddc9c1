namespace KiPass.Portal.Shared.Accounts.Limits;

/// <summary>A counter of messages or attempts. All processes of a portal share it, and it survives a restart.</summary>
internal sealed class LimitCounter
{
    /// <summary>SHA-256 of what is counted, base64url.</summary>
    public required string Key { get; set; }

    public required int Count { get; set; }

    public required DateTimeOffset Since { get; set; }

    public required DateTimeOffset Until { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>The state of a counter.</summary>
/// <param name="Since">Begin of the window, or the last count; the user of the counter decides.</param>
/// <param name="Until">End of a pause.</param>
internal readonly record struct CounterState(int Count, DateTimeOffset Since, DateTimeOffset Until);

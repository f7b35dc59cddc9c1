namespace KiPass.Issuer.Problems;

/// <summary>One refusal (RFC 9457): a stable code, a status, and a title in both languages.</summary>
internal sealed record Problem(string Code, int Status, string Korean, string English, string When)
{
    /// <summary>When to try again, in seconds: sent as <c>Retry-After</c>.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>What of the request is wrong; names a field, never repeats a value.</summary>
    public string? Detail { get; init; }
}

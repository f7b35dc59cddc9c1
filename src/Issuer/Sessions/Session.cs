using KiPass.Issuer.Personal;

namespace KiPass.Issuer.Sessions;

/// <summary>A session in memory. The facts and the time at which they were read change together; the allowance stays.</summary>
internal sealed class Session(SessionHash hash, PassAllowance allowance, CheckedFacts facts)
{
    private CheckedFacts current = facts;

    public SessionHash Hash { get; } = hash;

    public PassAllowance Allowance { get; } = allowance;

    public Id VisitorId => current.Facts.VisitorId;

    public CheckedFacts Current
    {
        get => Volatile.Read(ref current);
        set => Volatile.Write(ref current, value);
    }

    public bool HasCompanion(Id companionId) => Current.Facts.Companions.Contains(companionId);
}

/// <summary>Facts of a session with their age.</summary>
/// <param name="Facts">The facts, as read from the database.</param>
/// <param name="CheckedAt">When they were read.</param>
internal sealed record CheckedFacts(SessionFacts Facts, DateTimeOffset CheckedAt);

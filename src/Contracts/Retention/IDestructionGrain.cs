using KiPass.Contracts.Access;

namespace KiPass.Contracts.Retention;

/// <summary>How the destruction of visits stands (파기 현황), for those who answer for it: ages, never a visit. Key <see cref="Key"/>.</summary>
[Alias("kipass.destruction")]
public interface IDestructionGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "destruction";

    /// <summary>How it stands, at most a minute old.</summary>
    /// <returns>Refused for an account of the owners' area.</returns>
    [Alias("Status")]
    ValueTask<Answer<DestructionStatus>> Status(Caller caller);
}

/// <summary>How the destruction of visits stands.</summary>
/// <param name="OldestHeld">When the oldest visit entered whose bytes are stored; null when none are.</param>
/// <param name="NextDue">From when that visit's day is destroyed; null when none is stored.</param>
/// <param name="IsOverdue">Whether something survives that ought to be gone: more than 28 days and 26 hours old.</param>
[GenerateSerializer, Immutable, Alias("kipass.destruction-status")]
public sealed record DestructionStatus(
    [property: Id(0)] DateTimeOffset? OldestHeld,
    [property: Id(1)] DateTimeOffset? NextDue,
    [property: Id(2)] bool IsOverdue
);

using KiPass.Contracts.Access;

namespace KiPass.Contracts.Retention;

/// <summary>State of the destruction of visits (파기 현황), for the responsible officials: ages only. Key <see cref="Key"/>.</summary>
[Alias("kipass.destruction")]
public interface IDestructionGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "destruction";

    /// <summary>The current state, at most a minute old.</summary>
    /// <returns>Refused for an account of the owners' area.</returns>
    [Alias("Status")]
    [OpenTo(CallerRole.Official, CallerRole.Approver, CallerRole.Administrator)]
    ValueTask<Answer<DestructionStatus>> Status(Caller caller);
}

/// <summary>State of the destruction of visits.</summary>
/// <param name="OldestHeld">Entry time of the oldest visit that is still stored; null when there is none.</param>
/// <param name="NextDue">When the day of that visit is due to be destroyed; null when there is none.</param>
/// <param name="IsOverdue">Whether a visit that is more than 28 days and 26 hours old is still stored.</param>
[GenerateSerializer, Immutable, Alias("kipass.destruction-status")]
public sealed record DestructionStatus(
    [property: Id(0)] DateTimeOffset? OldestHeld,
    [property: Id(1)] DateTimeOffset? NextDue,
    [property: Id(2)] bool IsOverdue
);

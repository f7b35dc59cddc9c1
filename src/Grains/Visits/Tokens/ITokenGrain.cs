using Orleans.Concurrency;

namespace KiPass.Grains.Visits.Tokens;

/// <summary>
/// One single-use entry token (1회용 QR) from an authenticated pass. Key <see cref="TokenGrain.KeyOf"/>. Activated on the silo that received
/// the scan, only for as long as the scan takes.
/// </summary>
/// <remarks>
/// The activation answers repeats quickly; the unique key of the visit log guarantees single use even if silos fail (docs/adr/0003).
/// </remarks>
[Alias("kipass.token")]
internal interface ITokenGrain : IGrainWithStringKey
{
    /// <summary>Uses the token for one scan; returns after the visit is committed.</summary>
    /// <returns><see cref="ScanStatus.Unconfirmed"/> when the database fails; it does not throw.</returns>
    [Alias("Spend"), ResponseTimeout("00:00:03")]
    ValueTask<ScanVerdict> Spend(Visit visit);

    /// <summary>Voids the visit of this token; the token stays used. See <see cref="IVisitLog.Void"/>.</summary>
    [Alias("Void"), ResponseTimeout("00:00:03")]
    ValueTask<ScanStatus> Void(Undo undo);
}

/// <summary>Takes back a visit that the same scan of the same device made.</summary>
/// <param name="RequestedAt">When the register received the request; at most 5 minutes after the visit.</param>
[GenerateSerializer, Immutable, Alias("kipass.undo")]
internal sealed record Undo(
    [property: Id(0)] TokenKey Token,
    [property: Id(1)] Guid ScanId,
    [property: Id(2)] Guid DeviceId,
    [property: Id(3)] DateTimeOffset RequestedAt
);

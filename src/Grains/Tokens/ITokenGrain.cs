using KiPass.Grains.Visits;
using Orleans.Concurrency;

namespace KiPass.Grains.Tokens;

/// <summary>
/// One single-use entry token (1회용 QR), from an authenticated pass. Key <see cref="TokenGrain.KeyOf"/>. Lives on the silo that received the
/// scan, and not longer than it takes to spend it.
/// </summary>
/// <remarks>The activation makes a repeat fast; the unique key of the visit log makes single use exact (docs/adr/0003), whatever happens to silos.</remarks>
[Alias("kipass.token")]
internal interface ITokenGrain : IGrainWithStringKey
{
    /// <summary>Spends the token for one scan; returns only after the visit is committed.</summary>
    /// <returns>Never throws for a database that fails: that is <see cref="ScanStatus.Unconfirmed"/>.</returns>
    [Alias("Spend"), ResponseTimeout("00:00:03")]
    ValueTask<ScanVerdict> Spend(Visit visit);

    /// <summary>Voids the visit of this token; the token stays spent. See <see cref="Storage.IVisitLog.Void"/>.</summary>
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

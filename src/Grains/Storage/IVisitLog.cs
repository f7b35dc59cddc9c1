using KiPass.Grains.Visits;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Storage;

/// <summary>
/// The append-only visit log (출입기록), as the door uses it: it can write a visit and recognise its own retry, and cannot read whom it let
/// in. In PostgreSQL this is the role <c>recorder</c>. The unique key (slot, issuer, token id) decides single use (docs/adr/0003).
/// </summary>
internal interface IVisitLog
{
    /// <summary>Appends a visit, in a batch with others; returns after the commit.</summary>
    /// <returns>Never throws for a database that fails: that is <see cref="ScanStatus.Unconfirmed"/>.</returns>
    ValueTask<Recording> Append(Visit visit, CancellationToken cancellationToken);

    /// <summary>The scan that spent a token: to recognise a repeat, also after the pass has expired. Reads nothing older than 28 days.</summary>
    ValueTask<Recording> Find(TokenKey token, CancellationToken cancellationToken);

    /// <summary>Voids the visit of a token when the same scan of the same device made it, at most 5 minutes before <paramref name="now"/>; repeatable.</summary>
    ValueTask<ScanStatus> Void(TokenKey token, Guid scanId, Guid deviceId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Appends a paper visit; key (Korean day of entry, device, scan id); returns after the commit.</summary>
    ValueTask<Recording> Append(PaperVisit visit, CancellationToken cancellationToken);
}

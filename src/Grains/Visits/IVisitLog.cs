using KiPass.Tokens.Passes;

namespace KiPass.Grains.Visits;

/// <summary>
/// The append-only visit log (출입기록) as the scan route uses it: it can write a visit and recognise a retry of the same scan, but cannot read
/// who entered. In PostgreSQL this is the role <c>recorder</c>. The unique key (slot, issuer, token id) enforces single use
/// (docs/adr/0003).
/// </summary>
internal interface IVisitLog
{
    /// <summary>Appends a visit in a batch with other visits; returns after the commit.</summary>
    /// <returns><see cref="ScanStatus.Unconfirmed"/> when the database fails; it does not throw.</returns>
    ValueTask<Recording> Append(Visit visit, CancellationToken cancellationToken);

    /// <summary>
    /// Finds the scan that used a token, to recognise a repeat even after the pass has expired. Reads nothing older than 28 days.
    /// </summary>
    ValueTask<Recording> Find(TokenKey token, CancellationToken cancellationToken);

    /// <summary>
    /// Voids the visit of a token if the same scan of the same device made it at most 5 minutes before <paramref name="now"/>. Idempotent.
    /// </summary>
    ValueTask<ScanStatus> Void(TokenKey token, Guid scanId, Guid deviceId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Whether a stored visit counts: <see cref="ScanStatus.Accepted"/>, or <see cref="ScanStatus.Undone"/> after <see cref="Void"/>.
    /// </summary>
    ValueTask<ScanStatus> Standing(TokenKey token, CancellationToken cancellationToken);

    /// <summary>
    /// Appends a paper visit; key (Korean day of entry, device, scan id); returns after the commit. Beyond a <see cref="PaperQuota"/> nothing
    /// is stored, but a repeat of a stored visit is still recognized.
    /// </summary>
    ValueTask<Recording> Append(PaperVisit visit, CancellationToken cancellationToken);
}

using KiPass.Grains.Visits.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Visits;

/// <summary>
/// Verifies the passes that admitted devices scan and records the visits. Checks format, authenticity, repeats, validity and then single
/// use.
/// </summary>
internal sealed class ScanService(TokenReferences tokens, IVisitLog log, ChannelKeyring keys)
{
    /// <summary>Opens a pass; <see cref="ScanStatus.Accepted"/> when it is authentic, without checking its validity period.</summary>
    public ScanStatus Open(string text, out Pass pass) =>
        PassOpener.Open(text, keys, out pass) switch
        {
            PassVerdict.Opened => ScanStatus.Accepted,
            PassVerdict.Malformed => ScanStatus.PassMalformed,
            _ => ScanStatus.PassNotAuthentic,
        };

    /// <summary>Verifies an authentic pass and, if it is valid, stores the visit; returns after the commit.</summary>
    /// <param name="oldest">Maximum age of the scan when it is received.</param>
    public ValueTask<ScanVerdict> Judge(in Pass pass, in Scan scan, TimeSpan oldest)
    {
        var token = TokenKey.Of(pass);
        var status = ScanTime.Judge(pass, scan.ScannedAt, scan.ReceivedAt, oldest);
        return status == ScanStatus.Accepted ? Spend(token, pass.Ticket, scan) : Recall(token, scan, status);
    }

    /// <summary>Voids a visit; see <see cref="IVisitLog.Void"/>.</summary>
    public async ValueTask<ScanStatus> Void(TokenKey token, Guid scanId, Guid deviceId, DateTimeOffset now)
    {
        try
        {
            return await tokens[token].Void(new Undo(token, scanId, deviceId, now));
        }
        catch (Exception e) when (IsLost(e))
        {
            return ScanStatus.Unconfirmed;
        }
    }

    private async ValueTask<ScanVerdict> Spend(TokenKey token, Ticket ticket, Scan scan)
    {
        var enteredAt = ScanTime.Kept(scan.ScannedAt);
        var visit = new Visit(token, ticket, scan.FacilityId, scan.DeviceId, scan.ScanId, enteredAt, scan.ReceivedAt);
        try
        {
            var verdict = await tokens[token].Spend(visit);
            return verdict.Repeated ? await Standing(token, verdict) : verdict;
        }
        catch (Exception e) when (IsLost(e))
        {
            return new ScanVerdict(ScanStatus.Unconfirmed);
        }
    }

    // The pass is not valid at this time; only a repeat of a scan that was stored in time is still accepted.
    private async ValueTask<ScanVerdict> Recall(TokenKey token, Scan scan, ScanStatus otherwise)
    {
        var recording = await log.Find(token, CancellationToken.None);
        var verdict = recording.VerdictOn(scan.ScanId, scan.DeviceId);
        return verdict.Repeated ? await Standing(token, verdict)
            : verdict.Status == ScanStatus.Unconfirmed ? verdict
            : new ScanVerdict(otherwise);
    }

    // A repeat of a scan that was undone must not be accepted again.
    private async ValueTask<ScanVerdict> Standing(TokenKey token, ScanVerdict verdict)
    {
        var standing = await log.Standing(token, CancellationToken.None);
        return standing == ScanStatus.Accepted ? verdict : new ScanVerdict(standing);
    }

    // The visit may have been stored although the call failed: the silo stopped or did not respond, or the call timed out.
    private static bool IsLost(Exception e) =>
        e is TimeoutException or OrleansException or OperationCanceledException or ObjectDisposedException;
}

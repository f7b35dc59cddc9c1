using KiPass.Grains.Storage;
using KiPass.Grains.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Visits;

/// <summary>Judges what admitted devices scan: the pass (malformed, authentic, a repeat of a stored scan, time), then single use.</summary>
internal sealed class Door(TokenReferences tokens, IVisitLog log, ChannelKeyring keys)
{
    /// <summary>Opens a pass; <see cref="ScanStatus.Accepted"/> when it is authentic, whatever its time.</summary>
    public ScanStatus Open(string text, out Pass pass) =>
        PassOpener.Open(text, keys, out pass) switch
        {
            PassVerdict.Opened => ScanStatus.Accepted,
            PassVerdict.Malformed => ScanStatus.PassMalformed,
            _ => ScanStatus.PassNotAuthentic,
        };

    /// <summary>Judges an authentic pass and, when it is good, stores the visit; returns only after the commit.</summary>
    /// <param name="oldest">How old the scan may be when it is received, on this route.</param>
    public ValueTask<ScanVerdict> Judge(in Pass pass, in Scan scan, TimeSpan oldest)
    {
        var token = TokenKey.Of(pass);
        var status = ScanTime.Judge(pass, scan.ScannedAt, scan.ReceivedAt, oldest);
        return status == ScanStatus.Accepted ? Spend(token, pass.Pseudonym, scan) : Recall(token, scan, status);
    }

    /// <summary>Takes a visit back; see <see cref="IVisitLog.Void"/>.</summary>
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

    private async ValueTask<ScanVerdict> Spend(TokenKey token, Pseudonym pseudonym, Scan scan)
    {
        var enteredAt = ScanTime.Kept(scan.ScannedAt);
        var visit = new Visit(token, pseudonym, scan.FacilityId, scan.DeviceId, scan.ScanId, enteredAt, scan.ReceivedAt);
        try
        {
            return await tokens[token].Spend(visit);
        }
        catch (Exception e) when (IsLost(e))
        {
            return new ScanVerdict(ScanStatus.Unconfirmed);
        }
    }

    // The pass is out of its time; only the scan that was stored in time is still answered as then.
    private async ValueTask<ScanVerdict> Recall(TokenKey token, Scan scan, ScanStatus otherwise)
    {
        var recording = await log.Find(token, CancellationToken.None);
        var verdict = recording.VerdictOn(scan.ScanId, scan.DeviceId);
        return verdict.Status == ScanStatus.Unconfirmed || verdict.Repeated ? verdict : new ScanVerdict(otherwise);
    }

    // A call whose answer was lost may have stored the visit: a silo that stops or falls silent, a queue that is full, a time-out.
    private static bool IsLost(Exception e) =>
        e is TimeoutException or OrleansException or OperationCanceledException or ObjectDisposedException;
}

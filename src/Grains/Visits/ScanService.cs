using KiPass.Grains.Visits.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Visits;

/// <summary>
/// Verifies the passes that admitted devices scan and records the visits. Checks format, authenticity, repeats, validity and then single
/// use.
/// </summary>
internal sealed class ScanService(TokenReferences tokens, IVisitLog log, ChannelKeyring keys)
{
    /// <summary>Opens a pass; <see cref="Verdict.Accepted"/> when it is authentic, without checking its validity period.</summary>
    public Verdict Open(string text, out Pass pass) =>
        PassOpener.Open(text, keys, out pass) switch
        {
            PassVerdict.Opened => Verdict.Accepted,
            PassVerdict.Malformed => Verdict.PassMalformed,
            _ => Verdict.PassNotAuthentic,
        };

    /// <summary>Verifies an authentic pass and, if it is valid, stores the visit; returns after the commit.</summary>
    /// <param name="oldest">Maximum age of the scan when it is received.</param>
    public ValueTask<Judgement> Judge(in Pass pass, in Scan scan, TimeSpan oldest)
    {
        var token = TokenKey.Of(pass);
        var verdict = ScanTime.Judge(pass, scan.ScannedAt, scan.ReceivedAt, oldest);
        return verdict == Verdict.Accepted ? Spend(token, pass.Pseudonym, scan) : Recall(token, scan, verdict);
    }

    /// <summary>Voids a visit; see <see cref="IVisitLog.Void"/>.</summary>
    public async ValueTask<VoidOutcome> Void(TokenKey token, Guid scanId, Guid deviceId, DateTimeOffset now)
    {
        try
        {
            return await tokens[token].Void(new Undo(token, scanId, deviceId, now));
        }
        catch (Exception e) when (IsLost(e))
        {
            return VoidOutcome.Unconfirmed;
        }
    }

    private async ValueTask<Judgement> Spend(TokenKey token, Pseudonym pseudonym, Scan scan)
    {
        var enteredAt = ScanTime.Kept(scan.ScannedAt);
        var visit = new Visit(token, pseudonym, scan.FacilityId, scan.DeviceId, scan.ScanId, enteredAt, scan.ReceivedAt);
        try
        {
            return Judgement.Of(await tokens[token].Spend(visit));
        }
        catch (Exception e) when (IsLost(e))
        {
            return new Judgement(Verdict.Unconfirmed);
        }
    }

    // The pass is not valid at this time; only a repeat of a scan that was stored in time is still accepted.
    private async ValueTask<Judgement> Recall(TokenKey token, Scan scan, Verdict otherwise)
    {
        var recording = await log.Find(token, CancellationToken.None);
        if (recording.Status == RecordingStatus.Unconfirmed)
        {
            return new Judgement(Verdict.Unconfirmed);
        }
        var judgement =
            recording.Status == RecordingStatus.Absent ? default : Judgement.Of(Scans.Outcome(recording, scan.ScanId, scan.DeviceId));
        return judgement is { Verdict: Verdict.Accepted, Repeated: true } ? judgement : new Judgement(otherwise);
    }

    // The visit may have been stored although the call failed: the silo stopped or did not respond, or the call timed out.
    private static bool IsLost(Exception e) =>
        e is TimeoutException or OrleansException or OperationCanceledException or ObjectDisposedException;
}

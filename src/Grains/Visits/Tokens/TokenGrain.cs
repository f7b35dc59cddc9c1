using System.Globalization;
using KiPass.Tokens.Passes;
using Orleans.GrainDirectory;
using Orleans.Placement;

namespace KiPass.Grains.Visits.Tokens;

/// <inheritdoc cref="ITokenGrain"/>
[GrainDirectory(SiloLocalDirectory.Name), PreferLocalPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed class TokenGrain(IVisitLog log) : Grain, ITokenGrain
{
    private Recording? holder;

    /// <summary>The grain's key: <c>t:{issuer}:{exp}:{cti}</c>, the token id in 32 hexadecimal digits.</summary>
    public static string KeyOf(TokenKey token) =>
        string.Create(CultureInfo.InvariantCulture, $"t:{token.Issuer}:{token.Slot + Pass.SlotSeconds}:{token.TokenId.Value:N}");

    public ValueTask<ScanVerdict> Spend(Visit visit) =>
        holder is { } known ? ValueTask.FromResult(known.VerdictOn(visit.ScanId, visit.DeviceId)) : Append(visit);

    public ValueTask<ScanStatus> Void(Undo undo)
    {
        DeactivateOnIdle();
        return log.Void(undo.Token, undo.ScanId, undo.DeviceId, undo.RequestedAt, CancellationToken.None);
    }

    private async ValueTask<ScanVerdict> Append(Visit visit)
    {
        var recording = await log.Append(visit, CancellationToken.None);
        if (recording.Status == ScanStatus.AlreadyUsed)
        {
            // The token was used before: further scans are answered from memory until the activation is collected.
            holder = recording;
        }
        else
        {
            // The common case. The log answers late repeats, so that used tokens take no memory.
            DeactivateOnIdle();
        }
        return recording.VerdictOn(visit.ScanId, visit.DeviceId);
    }
}

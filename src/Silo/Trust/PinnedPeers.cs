using System.Text.Json;
using KiPass.Hosting.Settings;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Silo.Trust;

/// <summary>
/// The issuers and the authority pinned by the operator, reloaded when a file changes. A damaged file is reported once, and its
/// previous content stays in effect. A removed issuer is no longer trusted.
/// </summary>
internal sealed partial class PinnedPeers(DomainFolder folder, ChannelKeyring keys, ILogger<PinnedPeers> log)
{
    private readonly Dictionary<string, PinnedFile> files = new(StringComparer.Ordinal);
    private FileStamp authorityStamp;
    private FileStamp ownersStamp;

    /// <summary>The authority (방역당국).</summary>
    public TrustedAuthority Authority { get; private set; } = folder.Authority();

    /// <summary>The owners' portal (시설 영역); null until its operator has pinned it, and then its calls are accepted.</summary>
    public TrustedOwners? Owners { get; private set; }

    /// <summary>Reloads files that changed since the last call.</summary>
    public void Refresh()
    {
        RefreshIssuers();
        Refresh("authority", ref authorityStamp, () => Authority = folder.Authority());
        // Unlike the authority's, this pin can be taken back: the register runs without the owners' portal.
        Refresh("owners", ref ownersStamp, () => Owners = ownersStamp == default ? null : folder.Owners());
    }

    private void RefreshIssuers()
    {
        var present = Directory.Exists(folder.IssuersPath) ? Directory.GetFiles(folder.IssuersPath, "*.json") : [];
        foreach (var path in present)
        {
            var seen = files.GetValueOrDefault(path);
            var stamp = FileStamp.Of(path);
            if (stamp != seen?.Stamp)
            {
                files[path] = new PinnedFile(stamp, Pin(path) ?? seen?.Issuer);
            }
        }
        foreach (var (path, file) in files.ExceptBy(present, file => file.Key).ToList())
        {
            files.Remove(path);
            if (file.Issuer is { } issuer)
            {
                keys.Unpin(issuer);
                Unpinned(log, issuer);
            }
        }
    }

    private ushort? Pin(string path)
    {
        try
        {
            var issuer = DomainFolder.ReadIssuerFile(path);
            if (Path.GetFileNameWithoutExtension(path) != $"{issuer.Number}")
            {
                throw new DomainFolderException($"{path}: the file of issuer {issuer.Number} is named {issuer.Number}.json.");
            }
            keys.Pin(issuer.Number, issuer.AgreementKey);
            Pinned(log, issuer.Number, issuer.SigningKey.Thumbprint);
            return issuer.Number;
        }
        catch (DomainFolderException e)
        {
            Damaged(log, e.Message);
            return null;
        }
    }

    private void Refresh(string peer, ref FileStamp seen, Action read)
    {
        var stamp = FileStamp.Of(Path.Combine(folder.Path, "trust", $"{peer}.json"));
        if (stamp == seen)
        {
            return;
        }
        seen = stamp;
        try
        {
            read();
        }
        catch (DomainFolderException e)
        {
            Damaged(log, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Issuer {Number} is pinned, signing key {Thumbprint}.")]
    private static partial void Pinned(ILogger log, ushort number, string thumbprint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Issuer {Number} is no longer pinned.")]
    private static partial void Unpinned(ILogger log, ushort number);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Fault} What was pinned before stays in force.")]
    private static partial void Damaged(ILogger log, string fault);

    private sealed record PinnedFile(FileStamp Stamp, ushort? Issuer);
}

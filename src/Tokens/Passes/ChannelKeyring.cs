using System.Collections.Concurrent;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Passes;

/// <summary>
/// The channel keys between this side and its pinned peers, derived when first asked for. On the register's side a peer is an issuer;
/// on an issuer's side the one peer is the register, pinned under the issuer's own number. Safe for concurrent use.
/// </summary>
public sealed class ChannelKeyring(AgreementKeys own)
{
    /// <summary>Keys kept derived. Days of real passes fit easily; a flood of invented days cannot fill the memory.</summary>
    private const int MostCached = 4096;

    private readonly ConcurrentDictionary<ushort, AgreementKeys> peers = new();
    private readonly ConcurrentDictionary<PassKeyId, ChannelKey> derived = new();

    /// <summary>Trusts a peer's public agreement keys for an issuer's number (1 to 65535), replacing what was pinned before.</summary>
    public void Pin(ushort issuer, AgreementKeys peer)
    {
        ArgumentOutOfRangeException.ThrowIfZero(issuer);
        peers[issuer] = peer;
        Forget(issuer);
    }

    /// <summary>Trusts an issuer's number no longer.</summary>
    public void Unpin(ushort issuer)
    {
        peers.TryRemove(issuer, out _);
        Forget(issuer);
    }

    /// <summary>The key for an issuer and a day; null when the issuer is not pinned or a side has no agreement key for that day.</summary>
    public ChannelKey? Find(PassKeyId keyId) => derived.TryGetValue(keyId, out var key) ? key : Derive(keyId);

    private ChannelKey? Derive(PassKeyId keyId)
    {
        if (!peers.TryGetValue(keyId.Issuer, out var peer) || own.SharedSecretWith(peer, keyId.Day) is not { } secret)
        {
            return null;
        }
        var key = new ChannelKey(ChannelKey.Derive(secret, keyId));
        if (derived.Count >= MostCached)
        {
            derived.Clear();
        }
        key = derived.GetOrAdd(keyId, key);
        // A peer unpinned or replaced meanwhile has had its keys forgotten before this one came: it must not outlive them.
        if (peers.TryGetValue(keyId.Issuer, out var pinned) && ReferenceEquals(pinned, peer))
        {
            return key;
        }
        derived.TryRemove(keyId, out _);
        return null;
    }

    // The dropped keys may be in use on another thread: their ciphers are left to the finalizer.
    private void Forget(ushort issuer)
    {
        foreach (var keyId in derived.Keys.Where(k => k.Issuer == issuer))
        {
            derived.TryRemove(keyId, out _);
        }
    }
}

using System.Collections.Concurrent;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Passes;

/// <summary>
/// The channel keys between this party and its pinned peers, derived on first use. The peers of the register are the issuers; the only peer of
/// an issuer is the register, pinned under the issuer's own number. Safe for concurrent use.
/// </summary>
public sealed class ChannelKeyring(AgreementKeys own)
{
    /// <summary>Maximum number of cached keys: many more than the days of real passes need, so that invented days cannot exhaust the memory.</summary>
    private const int MostCached = 4096;

    private readonly ConcurrentDictionary<ushort, AgreementKeys> peers = new();
    private readonly ConcurrentDictionary<PassKeyId, ChannelKey> derived = new();

    /// <summary>Trusts a peer's public agreement keys for an issuer's number (1 to 65535), replacing an earlier pin.</summary>
    public void Pin(ushort issuer, AgreementKeys peer)
    {
        ArgumentOutOfRangeException.ThrowIfZero(issuer);
        peers[issuer] = peer;
        Forget(issuer);
    }

    /// <summary>Removes the pin of an issuer's number.</summary>
    public void Unpin(ushort issuer)
    {
        peers.TryRemove(issuer, out _);
        Forget(issuer);
    }

    /// <summary>The key for an issuer and a day; null if the issuer is not pinned or either party has no agreement key for that day.</summary>
    public ChannelKey? Find(PassKeyId keyId) => derived.TryGetValue(keyId, out var key) ? key : Derive(keyId);

    private ChannelKey? Derive(PassKeyId keyId)
    {
        if (!peers.TryGetValue(keyId.Issuer, out var peer) || own.SharedSecretWith(peer, keyId.Day) is not { } secret)
        {
            return null;
        }
        var key = new ChannelKey(keyId, secret);
        if (derived.Count >= MostCached)
        {
            derived.Clear();
        }
        key = derived.GetOrAdd(keyId, key);
        // If the peer was unpinned or replaced in the meantime, its keys were already removed; this one must not stay either.
        if (peers.TryGetValue(keyId.Issuer, out var pinned) && ReferenceEquals(pinned, peer))
        {
            return key;
        }
        derived.TryRemove(keyId, out _);
        return null;
    }

    // Another thread may still use a removed key, so it is left to the finalizers.
    private void Forget(ushort issuer)
    {
        foreach (var keyId in derived.Keys.Where(k => k.Issuer == issuer))
        {
            derived.TryRemove(keyId, out _);
        }
    }
}

using System.Security.Cryptography;
using System.Text;

namespace KiPass.Tokens.Passes;

/// <summary>
/// The key that one issuer and the register share for one Korean day (<c>macKey</c> of <c>pass-format.md</c>). It makes the ticket keys of
/// that day. Safe for concurrent use.
/// </summary>
public sealed class ChannelKey : IDisposable
{
    private static readonly byte[] InfoPrefix = Encoding.ASCII.GetBytes("kipass/v2/ticket");

    private readonly PassKeyId keyId;

    // Setting up the key costs as much as the rest of the computation, so each thread keeps one that is ready.
    private readonly ThreadLocal<IncrementalHash> mac;

    internal ChannelKey(PassKeyId keyId, ReadOnlySpan<byte> sharedSecret)
    {
        this.keyId = keyId;
        var key = Derive(sharedSecret, keyId);
        mac = new ThreadLocal<IncrementalHash>(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key), trackAllValues: true);
    }

    /// <summary>The key of a ticket: HMAC-SHA-256 over <c>kid</c> and the ticket.</summary>
    public TicketKey Of(Ticket ticket)
    {
        Span<byte> text = stackalloc byte[PassKeyId.Size + Ticket.Size];
        keyId.Write(text);
        ticket.Write(text[PassKeyId.Size..]);
        TicketKey result = default;
        var hash = mac.Value!;
        hash.AppendData(text);
        hash.GetHashAndReset(result.Bytes);
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var hash in mac.Values)
        {
            hash.Dispose();
        }
        mac.Dispose();
    }

    /// <summary>
    /// Derives the 32 bytes: HKDF-SHA-256 (RFC 5869) of the raw ECDH secret, empty salt, info <c>kipass/v2/ticket</c> and <c>kid</c>.
    /// </summary>
    internal static byte[] Derive(ReadOnlySpan<byte> sharedSecret, PassKeyId keyId)
    {
        Span<byte> info = stackalloc byte[InfoPrefix.Length + PassKeyId.Size];
        InfoPrefix.CopyTo(info);
        keyId.Write(info[InfoPrefix.Length..]);
        var key = new byte[TicketKey.Size];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, sharedSecret, key, salt: [], info);
        return key;
    }
}

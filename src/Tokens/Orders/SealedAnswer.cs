using System.Text;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Orders;

/// <summary>
/// A JWS inside a JWE: only the recipient can read it, and only the issuer can have written it. Spaces after the JWS pad it to a multiple of
/// 4,096 bytes, so that the length of an answer tells nothing.
/// </summary>
internal static class SealedAnswer
{
    private const int MostCharacters = 32 * 1024 * 1024;
    private const int Block = 4096;
    private const byte Space = (byte)' ';

    // The JWS's header and signature, and the members that surround the lists.
    private const int Frame = 512;

    /// <param name="claims">What the issuer says.</param>
    /// <param name="type">The inner JWS's <c>typ</c>.</param>
    /// <param name="issuer">Signs.</param>
    /// <param name="recipient">The only reader.</param>
    /// <param name="room">Bytes that the claims may take at most, if their number varies with what must stay secret.</param>
    public static string Seal<T>(T claims, string type, ISigningKey issuer, EcJwk recipient, int room = 0)
    {
        var jws = Jws.Sign(claims, type, issuer);
        var most = room == 0 ? jws.Length : Math.Max(jws.Length, Frame + room / 3 * 4);
        var padded = new byte[(most + Block - 1) / Block * Block];
        padded.AsSpan(Encoding.ASCII.GetBytes(jws, padded)).Fill(Space);
        return Jwe.Seal(padded, recipient);
    }

    // trace-order.md names no type for answers: an issuer of another company may omit it, but must not name a different one.
    public static T? Open<T>(string? jwe, string type, IDecryptionKey recipient, EcJwk issuer)
        where T : class =>
        Jwe.Open(jwe, recipient, MostCharacters) is { } jws
        && Jws.Verify<T>(
            Encoding.UTF8.GetString(jws.AsSpan().TrimEnd(Space)),
            type,
            issuer,
            MostCharacters,
            out var claims,
            typeIsOptional: true
        ) == JwsVerdict.Verified
            ? claims
            : null;
}

using System.Security.Cryptography;
using KiPass.Issuer.Personal;
using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.DayKeys;

/// <summary>The random key of one Korean day, which turns visitor ids into that day's tickets and back. Safe for concurrent use.</summary>
internal sealed class DayKey(KoreanDay day, byte[] key) : IDisposable
{
    private readonly ThreadLocal<Aes> ciphers = new(
        () =>
        {
            var aes = Aes.Create();
            aes.Key = key;
            return aes;
        },
        trackAllValues: true
    );

    public KoreanDay Day { get; } = day;

    /// <summary>Identifies a key without revealing it, since a key is 32 random bytes.</summary>
    public byte[] Fingerprint { get; } = SHA256.HashData([.. "kipass/issuer/v1/day-key"u8, .. key]);

    /// <summary>The ticket of a visitor or companion on this day.</summary>
    public Ticket Hide(Id person)
    {
        Span<byte> bytes = stackalloc byte[Id.Size];
        person.Write(bytes);
        return TicketCipher.Hide(bytes, ciphers.Value!);
    }

    /// <summary>The id behind a ticket of this day; for a ticket that this issuer never issued, an id that nobody has.</summary>
    public Id Reveal(Ticket ticket)
    {
        Span<byte> bytes = stackalloc byte[Id.Size];
        TicketCipher.Reveal(ticket, ciphers.Value!, bytes);
        return Id.Read(bytes);
    }

    public void Dispose()
    {
        foreach (var cipher in ciphers.Values)
        {
            cipher.Dispose();
        }
        ciphers.Dispose();
    }

    /// <summary>Redacted, so that a key cannot reach a log.</summary>
    public override string ToString() => nameof(DayKey);
}

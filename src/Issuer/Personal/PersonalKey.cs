using System.Security.Cryptography;
using System.Text;
using KiPass.Tokens.Keys;

namespace KiPass.Issuer.Personal;

/// <summary>
/// The key that encrypts personal data (<c>keys/personal.json</c>), kept outside the database and its backups. Fields are encrypted with
/// AES-256-GCM, each bound to its row and column; phone numbers are looked up by an HMAC.
/// </summary>
internal sealed class PersonalKey(byte[] secret) : IDisposable
{
    public const string Name = "personal";

    private const int NonceSize = 12;
    private const int TagSize = 16;

    private const int CodeIterations = 100_000;

    private readonly AesGcm fields = new(Derive(secret, "fields"), TagSize);
    private readonly byte[] phones = Derive(secret, "phone-index");
    private readonly byte[] codes = Derive(secret, "codes");
    private readonly byte[] standIns = Derive(secret, "stand-ins");
    private readonly byte[] orders = Derive(secret, "orders");

    public static PersonalKey Read(DomainFolder folder) => new(folder.Secret(Name));

    /// <summary>Encrypts a text for one field of one row: nonce, ciphertext and tag.</summary>
    public byte[] Seal(PersonalField field, ReadOnlySpan<byte> row, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedText = new byte[NonceSize + plain.Length + TagSize];
        var nonce = sealedText.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        lock (fields)
        {
            fields.Encrypt(
                nonce,
                plain,
                sealedText.AsSpan(NonceSize, plain.Length),
                sealedText.AsSpan(NonceSize + plain.Length),
                Context(field, row)
            );
        }
        return sealedText;
    }

    /// <summary>Decrypts a text.</summary>
    /// <exception cref="CryptographicException">Altered, moved from another row or field, or encrypted with another key.</exception>
    public string Open(PersonalField field, ReadOnlySpan<byte> row, ReadOnlySpan<byte> sealedText)
    {
        if (sealedText.Length < NonceSize + TagSize)
        {
            throw new CryptographicException("An encrypted field is too short.");
        }
        var plain = new byte[sealedText.Length - NonceSize - TagSize];
        lock (fields)
        {
            fields.Decrypt(sealedText[..NonceSize], sealedText[NonceSize..^TagSize], sealedText[^TagSize..], plain, Context(field, row));
        }
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>The look-up value of a phone number: always the same 32 bytes for a number, which reveal nothing without the key.</summary>
    public byte[] PhoneIndex(PhoneNumber phone) => HMACSHA256.HashData(phones, Encoding.UTF8.GetBytes(phone.Value));

    /// <summary>
    /// The stored form of a one-time code: PBKDF2 (RFC 8018), then an HMAC with a key that is not in the database. Without the key the six
    /// digits cannot be guessed, and with it each guess takes tens of milliseconds.
    /// </summary>
    public byte[] CodeHash(ReadOnlySpan<byte> verificationId, string code) =>
        HMACSHA256.HashData(
            codes,
            Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(code), verificationId, CodeIterations, HashAlgorithmName.SHA256, 32)
        );

    /// <summary>Identifies a person within an order, and tells nothing without the key: 32 bytes.</summary>
    public byte[] PersonHash(Guid order, Id person)
    {
        Span<byte> text = stackalloc byte[2 * Id.Size];
        new Id(order).Write(text);
        person.Write(text[Id.Size..]);
        return HMACSHA256.HashData(orders, text);
    }

    /// <summary>32 bytes that take the place of a secret that does not exist: always the same for a purpose and text.</summary>
    public byte[] StandIn(ReadOnlySpan<byte> purpose, ReadOnlySpan<byte> text) =>
        HMACSHA256.HashData(standIns, (byte[])[.. purpose, 0, .. text]);

    /// <inheritdoc cref="StandIn(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public byte[] StandIn(ReadOnlySpan<byte> purpose, string text) => StandIn(purpose, Encoding.UTF8.GetBytes(text));

    public void Dispose() => fields.Dispose();

    private static byte[] Context(PersonalField field, ReadOnlySpan<byte> row) => [(byte)field, .. row];

    private static byte[] Derive(byte[] secret, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, [], Encoding.ASCII.GetBytes($"kipass/issuer/v1/{purpose}"));
}

/// <summary>The place of an encrypted text. The numbers are authenticated with each text, so they must never change.</summary>
internal enum PersonalField : byte
{
    KeyCheck = 0,
    VisitorName = 1,
    VisitorPhone = 2,
    VisitorBirthDate = 3,
    GuardianPhone = 4,
    CompanionName = 5,
    CompanionBirthDate = 6,
    VerificationPhone = 7,
    ErasedId = 8,
}

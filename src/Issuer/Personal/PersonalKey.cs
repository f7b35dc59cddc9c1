using System.Security.Cryptography;
using System.Text;
using KiPass.Tokens.Keys;

namespace KiPass.Issuer.Personal;

/// <summary>
/// The key over everything that names a person (<c>keys/personal.json</c>), kept outside the database and its backups. Fields are sealed
/// with AES-256-GCM, each bound to its row and column; phone numbers are found again by an HMAC.
/// </summary>
internal sealed class PersonalKey(byte[] secret) : IDisposable
{
    public const string Name = "personal";

    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly AesGcm fields = new(Derive(secret, "fields"), TagSize);
    private readonly byte[] phones = Derive(secret, "phone-index");
    private readonly byte[] codes = Derive(secret, "codes");

    public static PersonalKey Read(DomainFolder folder) => new(folder.Secret(Name));

    /// <summary>Nonce, ciphertext and tag of a text that belongs to this field of this row alone.</summary>
    public byte[] Seal(Field field, ReadOnlySpan<byte> row, string text)
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
                Place(field, row)
            );
        }
        return sealedText;
    }

    /// <summary>The text again.</summary>
    /// <exception cref="CryptographicException">Altered, moved from another row or field, or sealed with another key.</exception>
    public string Open(Field field, ReadOnlySpan<byte> row, ReadOnlySpan<byte> sealedText)
    {
        if (sealedText.Length < NonceSize + TagSize)
        {
            throw new CryptographicException("A sealed field is too short.");
        }
        var plain = new byte[sealedText.Length - NonceSize - TagSize];
        lock (fields)
        {
            fields.Decrypt(sealedText[..NonceSize], sealedText[NonceSize..^TagSize], sealedText[^TagSize..], plain, Place(field, row));
        }
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>By which a phone number is looked up: the same number always gives the same 32 bytes, which reveal nothing without the key.</summary>
    public byte[] PhoneIndex(PhoneNumber phone) => HMACSHA256.HashData(phones, Encoding.UTF8.GetBytes(phone.Value));

    /// <summary>How a one-time code is stored: a stolen database does not give the six digits away.</summary>
    public byte[] CodeHash(ReadOnlySpan<byte> verificationId, string code) =>
        HMACSHA256.HashData(codes, (byte[])[.. verificationId, .. Encoding.UTF8.GetBytes(code)]);

    public void Dispose() => fields.Dispose();

    private static byte[] Place(Field field, ReadOnlySpan<byte> row) => [(byte)field, .. row];

    private static byte[] Derive(byte[] secret, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, [], Encoding.ASCII.GetBytes($"kipass/issuer/v1/{purpose}"));
}

/// <summary>Where a sealed text stands; the numbers are stored in no place but bound into each seal, so they never change.</summary>
internal enum Field : byte
{
    KeyProof = 0,
    VisitorName = 1,
    VisitorPhone = 2,
    VisitorBirthDate = 3,
    GuardianPhone = 4,
    CompanionName = 5,
    CompanionBirthDate = 6,
    VerificationPhone = 7,
    ErasedId = 8,
}

using System.Security.Cryptography;
using KiPass.Hosting.Settings;
using KiPass.Issuer.Storage;

namespace KiPass.Issuer.Personal;

/// <summary>Whether the store was sealed with the personal key at hand: a key file of another store is noticed at start.</summary>
internal static class KeyProof
{
    private const string Text = "kipass";
    private static readonly byte[] Row = [1];

    /// <exception cref="StartException">The store was sealed with another key.</exception>
    public static async Task Check(IssuerDatabase database, PersonalKey key, CancellationToken cancellationToken)
    {
        await using var session = await database.Open(cancellationToken);
        await session.Execute(
            "INSERT INTO key_proof (id, sealed) VALUES (1, @sealed) ON CONFLICT (id) DO NOTHING",
            cancellationToken,
            ("sealed", key.Seal(Field.KeyProof, Row, Text))
        );
        var stored = await session.First("SELECT sealed FROM key_proof WHERE id = 1", row => row.Bytes(0), cancellationToken);
        try
        {
            key.Open(Field.KeyProof, Row, stored!);
        }
        catch (CryptographicException e)
        {
            throw new StartException(
                "keys/personal.json is not the key with which the issuer's store was sealed; restore the right one.",
                e
            );
        }
    }
}

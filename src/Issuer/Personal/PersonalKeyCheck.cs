using System.Security.Cryptography;
using KiPass.Hosting.Settings;
using KiPass.Issuer.Storage;

namespace KiPass.Issuer.Personal;

/// <summary>Checks at start that the database was encrypted with this personal key, to detect a key file of another issuer.</summary>
internal static class PersonalKeyCheck
{
    private const string Text = "kipass";
    private static readonly byte[] Row = [1];

    /// <exception cref="StartException">The database was encrypted with another key.</exception>
    public static async Task Run(IssuerDatabase database, PersonalKey key, CancellationToken cancellationToken)
    {
        await using var session = await database.Open(cancellationToken);
        await session.Execute(
            "INSERT INTO key_proof (id, sealed) VALUES (1, @sealed) ON CONFLICT (id) DO NOTHING",
            cancellationToken,
            ("sealed", key.Seal(PersonalField.KeyCheck, Row, Text))
        );
        var stored = await session.First("SELECT sealed FROM key_proof WHERE id = 1", row => row.Bytes(0), cancellationToken);
        try
        {
            key.Open(PersonalField.KeyCheck, Row, stored!);
        }
        catch (CryptographicException e)
        {
            throw new StartException(
                "keys/personal.json is not the key with which the issuer's database was encrypted; restore the right one.",
                e
            );
        }
    }
}

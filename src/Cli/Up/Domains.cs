using KiPass.Tokens;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.KeyStatements;

namespace KiPass.Cli.Up;

/// <summary>
/// Acts as each domain's operator on one machine: creates missing keys and pins each domain's public keys at the others. On
/// separate machines, each operator does this separately and compares thumbprints (docs/operations.md).
/// </summary>
internal static class Domains
{
    public const ushort IssuerNumber = 1;
    public const string IssuerName = "KI-Pass 발급";

    public static void Prepare(UpSettings settings)
    {
        foreach (var folder in new[] { settings.RegisterData, settings.IssuerData, settings.OwnersData, settings.AuthorityData })
        {
            MakePrivate(folder);
            if (Directory.Exists(Path.Combine(folder, "restoring")))
            {
                throw new CommandException(
                    $"{folder}: a restore was interrupted. Run it again before you start anything here: ./kipass restore BACKUP --data {settings.Data} --replace"
                );
            }
        }
        var register = new DomainFolder(settings.RegisterData);
        var issuer = new DomainFolder(settings.IssuerData);
        var authority = new DomainFolder(settings.AuthorityData);
        var owners = new DomainFolder(settings.OwnersData);
        register.CreateKeys(withAgreement: true);
        issuer.CreateKeys(withAgreement: true);
        issuer.CreateSecret("personal");
        authority.CreateKeys(withAgreement: false);
        owners.CreateSigningKey();

        var trustedRegister = new TrustedRegister(
            register.AgreementKeys().Public(),
            register.SigningKey().Public(),
            register.EncryptionKey().Public()
        );
        var today = KoreanDay.Of(TimeProvider.System.GetUtcNow());
        KeyAnnouncement.Announce(authority, new FileSigningKey(authority.SigningKey()), authority.EncryptionKey(), today);
        var trustedAuthority = KeyAnnouncement.PublicKeys(authority);
        var trustedIssuer = new TrustedIssuer(
            IssuerNumber,
            IssuerName,
            settings.IssuerUrl,
            issuer.AgreementKeys().Public(),
            issuer.SigningKey().Public(),
            issuer.EncryptionKey().Public()
        );
        register.Pin(trustedIssuer);
        register.Pin(trustedAuthority);
        register.Pin(new TrustedOwners(owners.SigningKey().Public()));
        issuer.Pin(trustedRegister);
        issuer.Pin(trustedAuthority);
        authority.Pin(trustedRegister);
        authority.Pin(trustedIssuer);
    }

    private static void MakePrivate(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The data folder {folder} cannot be made: {e.Message}");
        }
    }
}

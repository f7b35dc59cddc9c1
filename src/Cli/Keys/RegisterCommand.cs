using System.CommandLine;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Keys;

/// <summary><c>./kipass register show</c> and <c>pin FILE.json</c>: hands the register's public keys to issuers and the authority.</summary>
internal static class RegisterCommand
{
    private static readonly string[] PinnedAt = ["issuer", "authority"];

    public static Command Create()
    {
        var data = HandedKeys.Data();
        var show = new Command("show", "Print the register's public keys, for pin; their thumbprints on standard error.") { data };
        show.SetAction(parsed => HandedKeys.Show(parsed.GetValue(data)!, "register", Public, Thumbprints));
        var file = new Argument<string>("FILE.json")
        {
            Description = "{agreementKey, signingKey, encryptionKey}, keys as public JWKs: what show printed.",
        };
        var pin = new Command(
            "pin",
            "Pin them at the issuer and the authority, where they are on this machine; in force at their next start."
        )
        {
            file,
            data,
        };
        pin.SetAction(parsed =>
        {
            var keys = DomainFolder.ReadRegisterFile(parsed.GetValue(file)!);
            return HandedKeys.Pin(parsed.GetValue(data)!, PinnedAt, "the register", domain => domain.Pin(keys), Thumbprints(keys));
        });
        return new Command("register", "The register (사회보장정보원) for which passes are made.") { show, pin };
    }

    private static TrustedRegister Public(DomainFolder folder) =>
        new(folder.AgreementKeys().Public(), folder.SigningKey().Public(), folder.EncryptionKey().Public());

    private static IEnumerable<string> Thumbprints(TrustedRegister keys) =>
        HandedKeys.Thumbprints(keys.AgreementKey, keys.SigningKey, keys.EncryptionKey);
}

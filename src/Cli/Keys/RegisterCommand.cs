using System.CommandLine;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Keys;

/// <summary>
/// <c>./kipass register show</c> and <c>pin FILE.json</c>: transfers the register's public keys to issuers and the authority.
/// </summary>
internal static class RegisterCommand
{
    private static readonly string[] PinnedAt = ["issuer", "authority"];

    private static readonly Pinning<TrustedRegister> Pinning = new(
        "the register",
        domain => Pinning<TrustedRegister>.OrNone(domain.Register),
        (domain, keys) => domain.Pin(keys),
        KeyLine.Of,
        isRoutine: (_, _) => false
    );

    public static Command Create()
    {
        var data = FolderOption.Data();
        var show = new Command("show", "Print the register's public keys, for pin; their thumbprints on standard error.") { data };
        show.SetAction(parsed => HandedKeys.Show(parsed.GetValue(data)!, "register", Public, KeyLine.Of));
        var file = FolderOption.Argument("FILE.json", "{agreementKey, signingKey, encryptionKey}, keys as public JWKs: what show printed.");
        var replace = HandedKeys.Replace();
        var pin = new Command(
            "pin",
            "Pin them at the issuer and the authority, where they are on this machine; in force at their next start."
        )
        {
            file,
            data,
            replace,
        };
        pin.SetAction(parsed =>
        {
            var keys = DomainFolder.ReadRegisterFile(parsed.GetValue(file)!);
            return Pinning.Run(HandedKeys.Here(parsed.GetValue(data)!, PinnedAt), keys, parsed.GetValue(replace));
        });
        return new Command("register", "The register (사회보장정보원) for which passes are made.") { show, pin };
    }

    private static TrustedRegister Public(DomainFolder folder) =>
        new(folder.AgreementKeys().Public(), folder.SigningKey().Public(), folder.EncryptionKey().Public());
}

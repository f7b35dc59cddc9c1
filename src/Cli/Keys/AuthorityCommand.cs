using System.CommandLine;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Keys;

/// <summary>
/// <c>./kipass authority show</c> and <c>pin FILE.json</c>: transfers the authority's public keys to the register and the issuers. The
/// encryption key changes each week.
/// </summary>
internal static class AuthorityCommand
{
    private static readonly string[] PinnedAt = ["register", "issuer"];

    // The encryption key changes each week and is signed with the signing key.
    private static readonly Pinning<TrustedAuthority> Pinning = new(
        "the authority",
        domain => Pinning<TrustedAuthority>.OrNone(domain.Authority),
        (domain, keys) => domain.Pin(keys),
        KeyLine.Of,
        isRoutine: (before, after) => before.SigningKey == after.SigningKey
    );

    public static Command Create()
    {
        var data = FolderOption.Data();
        var show = new Command("show", "Print the authority's public keys, for pin; their thumbprints on standard error.") { data };
        show.SetAction(parsed => HandedKeys.Show(parsed.GetValue(data)!, "authority", Public, KeyLine.Of));
        var file = FolderOption.Argument("FILE.json", "{signingKey, encryptionKey}, keys as public JWKs: what show printed.");
        var replace = HandedKeys.Replace();
        var pin = new Command("pin", "Pin them at the register and the issuer, where they are on this machine; in force within 5 s.")
        {
            file,
            data,
            replace,
        };
        pin.SetAction(parsed =>
        {
            var keys = DomainFolder.ReadAuthorityFile(parsed.GetValue(file)!);
            return Pinning.Run(HandedKeys.Here(parsed.GetValue(data)!, PinnedAt), keys, parsed.GetValue(replace));
        });
        return new Command("authority", "The health authority (방역당국) whose orders are followed.") { show, pin };
    }

    private static TrustedAuthority Public(DomainFolder folder) => new(folder.SigningKey().Public(), folder.EncryptionKey().Public());
}

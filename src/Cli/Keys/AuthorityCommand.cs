using System.CommandLine;
using KiPass.Tokens.Keys;
using KiPass.Tokens.KeyStatements;

namespace KiPass.Cli.Keys;

/// <summary>
/// <c>./kipass authority show</c> and <c>pin FILE.json</c>: transfers the authority's public keys to the register and the issuers. The
/// encryption key changes each week.
/// </summary>
internal static class AuthorityCommand
{
    private static readonly string[] PinnedAt = ["register", "issuer"];

    // The encryption key changes each week. A new signing key is routine if the statements lead to it from the pinned one.
    private static readonly Pinning<TrustedAuthority> Pinning = new(
        "the authority",
        domain => Pinning<TrustedAuthority>.OrNone(domain.Authority),
        (domain, keys) => domain.Pin(keys),
        KeyLine.Of,
        isRoutine: (before, after) => KeyChain.Leads(before.SigningKey, after)
    );

    public static Command Create()
    {
        var data = FolderOption.Data();
        var show = new Command("show", "Print the authority's public keys, for pin; their thumbprints on standard error.") { data };
        show.SetAction(parsed => HandedKeys.Show(parsed.GetValue(data)!, "authority", KeyAnnouncement.PublicKeys, KeyLine.Of));
        var file = FolderOption.Argument(
            "FILE.json",
            "{signingKey, encryptionKey, keyStatements}, keys as public JWKs: what show printed."
        );
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
            if (keys.KeyStatements is { } statements && !KeyChain.Announces(statements, keys.SigningKey, keys.EncryptionKey))
            {
                throw new CommandException(
                    $"{parsed.GetValue(file)}: its key statements announce other keys. Ask the authority's operator for a new file."
                );
            }
            return Pinning.Run(HandedKeys.Here(parsed.GetValue(data)!, PinnedAt), keys, parsed.GetValue(replace));
        });
        return new Command("authority", "The health authority (방역당국) whose orders are followed.") { show, pin };
    }
}

using System.CommandLine;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Keys;

/// <summary>
/// <c>./kipass authority show</c> and <c>pin FILE.json</c>: hands the authority's public keys, of which one changes each week, to register and
/// issuers.
/// </summary>
internal static class AuthorityCommand
{
    private static readonly string[] PinnedAt = ["register", "issuer"];

    public static Command Create()
    {
        var data = HandedKeys.Data();
        var show = new Command("show", "Print the authority's public keys, for pin; their thumbprints on standard error.") { data };
        show.SetAction(parsed => HandedKeys.Show(parsed.GetValue(data)!, "authority", Public, Thumbprints));
        var file = new Argument<string>("FILE.json")
        {
            Description = "{signingKey, encryptionKey}, keys as public JWKs: what show printed.",
        };
        var pin = new Command("pin", "Pin them at the register and the issuer, where they are on this machine; in force within 5 s.")
        {
            file,
            data,
        };
        pin.SetAction(parsed =>
        {
            var keys = DomainFolder.ReadAuthorityFile(parsed.GetValue(file)!);
            return HandedKeys.Pin(parsed.GetValue(data)!, PinnedAt, "the authority", domain => domain.Pin(keys), Thumbprints(keys));
        });
        return new Command("authority", "The health authority (방역당국) whose orders are followed.") { show, pin };
    }

    private static TrustedAuthority Public(DomainFolder folder) => new(folder.SigningKey().Public(), folder.EncryptionKey().Public());

    private static IEnumerable<string> Thumbprints(TrustedAuthority keys) =>
        HandedKeys.Thumbprints(null, keys.SigningKey, keys.EncryptionKey);
}

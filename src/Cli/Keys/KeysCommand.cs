using System.CommandLine;
using KiPass.Tokens;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.KeyStatements;

namespace KiPass.Cli.Keys;

/// <summary>
/// <c>./kipass keys make DOMAIN</c>: creates private keys for a domain on its own machine. <c>up</c> creates them automatically.
/// </summary>
internal static class KeysCommand
{
    private static readonly string[] WithKeys = ["register", "issuer", "authority", "owners"];

    public static Command Create()
    {
        var domain = new Argument<string>("DOMAIN") { Description = string.Join(", ", WithKeys) };
        var data = FolderOption.Data();
        var make = new Command("make", "Make the private keys that a domain does not have yet; those that it has stay.") { domain, data };
        make.SetAction(parsed => Make(parsed.GetValue(domain)!, Path.GetFullPath(parsed.GetValue(data)!)));
        return new Command("keys", "A domain's own keys.") { make };
    }

    private static int Make(string domain, string data)
    {
        if (!WithKeys.Contains(domain))
        {
            throw new CommandException($"'{domain}' has no keys that others pin: {string.Join(", ", WithKeys)}.");
        }
        var path = Path.Combine(data, domain);
        try
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var folder = new DomainFolder(path);
            var hasAgreement = domain is "register" or "issuer";
            if (domain == "owners")
            {
                folder.CreateSigningKey();
            }
            else
            {
                folder.CreateKeys(hasAgreement);
            }
            if (domain == "authority")
            {
                var today = KoreanDay.Of(TimeProvider.System.GetUtcNow());
                KeyAnnouncement.Announce(folder, new FileSigningKey(folder.SigningKey()), folder.EncryptionKey(), today);
            }
            if (domain == "issuer")
            {
                folder.CreateSecret("personal");
            }
            Console.WriteLine($"keys in {path}/keys; back them up before the first start. Thumbprints (RFC 7638):");
            var agreement = hasAgreement ? folder.AgreementKeys() : null;
            var encryption = domain == "owners" ? null : folder.EncryptionKey();
            HandedKeys.Print(Console.Out, KeyLine.Of(agreement, folder.SigningKey(), encryption));
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(e.Message);
        }
    }
}

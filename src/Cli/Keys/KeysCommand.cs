using System.CommandLine;
using KiPass.Tokens;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.KeyStatements;

namespace KiPass.Cli.Keys;

/// <summary>
/// <c>./kipass keys make DOMAIN</c>: creates private keys for a domain on its own machine. <c>up</c> creates them automatically.
/// <c>./kipass keys rotate authority-signing</c>: replaces the authority's signing key by one that follows from it.
/// </summary>
internal static class KeysCommand
{
    private const string AuthoritySigning = "authority-signing";
    private static readonly string[] WithKeys = ["register", "issuer", "authority", "owners"];

    public static Command Create()
    {
        var domain = new Argument<string>("DOMAIN") { Description = string.Join(", ", WithKeys) };
        var data = FolderOption.Data();
        var make = new Command("make", "Make the private keys that a domain does not have yet; those that it has stay.") { domain, data };
        make.SetAction(parsed => Make(parsed.GetValue(domain)!, Path.GetFullPath(parsed.GetValue(data)!)));
        var key = new Argument<string>("KEY") { Description = AuthoritySigning };
        var rotate = new Command(
            "rotate",
            "Replace a key by a new one that the old one announces. Others pin the new one without --replace; scanners follow by themselves."
        )
        {
            key,
            data,
        };
        rotate.SetAction(parsed => Rotate(parsed.GetValue(key)!, FolderOption.Existing(parsed.GetValue(data)!)));
        return new Command("keys", "A domain's own keys.") { make, rotate };
    }

    private static int Rotate(string key, string data)
    {
        if (key != AuthoritySigning)
        {
            throw new CommandException(
                $"'{key}' is not rotated by this command, only {AuthoritySigning}. The section Keys of docs/operations.md has the other keys."
            );
        }
        var authority = new DomainFolder(Path.Combine(data, "authority"));
        var before = authority.SigningKey().Thumbprint;
        try
        {
            KeyAnnouncement.RotateSigningKey(authority, KoreanDay.Of(TimeProvider.System.GetUtcNow()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{e.Message} Repeat the command when this is mended; it continues.", CommandException.Failed);
        }
        var peers = string.Join(
            "; at ",
            ["the register", .. authority.Issuers().Select(issuer => $"issuer {issuer.Number}, {issuer.Name}")]
        );
        Console.WriteLine(
            $"{authority.Path} signs with a new key, and the old one is destroyed. Back up the keys now. Thumbprints (RFC 7638):"
        );
        HandedKeys.Print(Console.Out, [new("before", before), .. KeyLine.Of(null, authority.SigningKey(), authority.EncryptionKey())]);
        Console.WriteLine(
            "The others refuse calls and orders of the authority until they pin it. Hand over the file that this prints here:"
        );
        Console.WriteLine($"  ./kipass authority show --data {data} > authority.json");
        Console.WriteLine("Its key statements lead to the new key, so --replace is not needed:");
        Console.WriteLine($"  ./kipass authority pin authority.json --data DIR      at {peers}");
        return 0;
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

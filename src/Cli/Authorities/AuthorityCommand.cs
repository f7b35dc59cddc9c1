using System.CommandLine;
using System.Text.Json;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Authorities;

/// <summary>
/// <c>./kipass authority show</c> and <c>pin FILE.json</c>: hands the authority's public keys, of which one changes each week, to register and
/// issuers. Two people compare the thumbprints by another way.
/// </summary>
internal static class AuthorityCommand
{
    private static readonly string[] PinnedAt = ["register", "issuer"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder of the domains.", DefaultValueFactory = _ => "./data" };
        var show = new Command("show", "Print the authority's public keys, for pin; their thumbprints on standard error.") { data };
        show.SetAction(parsed => Show(Path.Combine(Path.GetFullPath(parsed.GetValue(data)!), "authority")));
        var file = new Argument<string>("FILE.json")
        {
            Description = "{signingKey, encryptionKey}, keys as public JWKs: what show printed.",
        };
        var pin = new Command("pin", "Pin them at the register and the issuer, where they are on this machine; in force within 5 s.")
        {
            file,
            data,
        };
        pin.SetAction(parsed => Pin(parsed.GetValue(file)!, Path.GetFullPath(parsed.GetValue(data)!)));
        return new Command("authority", "The health authority (방역당국) whose orders are followed.") { show, pin };
    }

    private static int Show(string folder)
    {
        try
        {
            var domain = new DomainFolder(folder);
            var keys = new TrustedAuthority(domain.SigningKey().Public(), domain.EncryptionKey().Public());
            Console.WriteLine(JsonSerializer.Serialize(keys, Indented));
            Tell(Console.Error, keys);
            return 0;
        }
        catch (DomainFolderException e)
        {
            throw new CommandFailure(e.Message);
        }
    }

    private static int Pin(string file, string data)
    {
        try
        {
            var keys = DomainFolder.ReadAuthorityFile(file);
            var domains = PinnedAt.Select(name => Path.Combine(data, name)).Where(Directory.Exists).ToList();
            if (domains.Count == 0)
            {
                throw new CommandFailure($"{data} holds neither a register nor an issuer. Name the folder of the domains with --data.");
            }
            foreach (var domain in domains)
            {
                new DomainFolder(domain).Pin(keys);
                Console.WriteLine($"pinned at {domain}");
            }
            Console.WriteLine("Compare these thumbprints with the authority (RFC 7638):");
            Tell(Console.Out, keys);
            return 0;
        }
        catch (DomainFolderException e)
        {
            throw new CommandFailure(e.Message);
        }
    }

    private static void Tell(TextWriter to, TrustedAuthority keys)
    {
        to.WriteLine($"signing     {keys.SigningKey.Thumbprint}");
        to.WriteLine($"encryption  {keys.EncryptionKey.Thumbprint}");
    }
}

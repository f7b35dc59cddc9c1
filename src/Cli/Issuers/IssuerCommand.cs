using System.CommandLine;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Issuers;

/// <summary><c>./kipass issuer add FILE.json</c>: pins an issuer's number, name, address and public keys.</summary>
internal static class IssuerCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE.json")
        {
            Description = "{number, name, url, agreementKey, signingKey, encryptionKey}, keys as public JWKs.",
        };
        var data = new Option<string>("--data") { Description = "The folder of the domains.", DefaultValueFactory = _ => "./data" };
        var add = new Command(
            "add",
            "Pin an issuer at the register (in force within 5 s) and at the authority, where they are on this machine."
        )
        {
            file,
            data,
        };
        add.SetAction(parsed => Add(parsed.GetValue(file)!, Path.GetFullPath(parsed.GetValue(data)!)));
        return new Command("issuer", "The QR issuers (QR 발급회사) that this register trusts.") { add };
    }

    private static int Add(string file, string data)
    {
        try
        {
            var issuer = DomainFolder.ReadIssuerFile(file);
            var register = Path.Combine(data, "register");
            if (!Directory.Exists(register))
            {
                throw new CommandFailure($"{register} does not exist. Name the data folder of a register with --data.");
            }
            foreach (var domain in new[] { register, Path.Combine(data, "authority") }.Where(Directory.Exists))
            {
                new DomainFolder(domain).Pin(issuer);
            }
            Console.WriteLine(
                $"issuer {issuer.Number} ({issuer.Name}) is pinned; in force within 5 s. Compare these thumbprints with the issuer (RFC 7638):"
            );
            foreach (var key in issuer.AgreementKey.Keys)
            {
                Console.WriteLine($"agreement   {key.Key.Thumbprint}");
            }
            Console.WriteLine($"signing     {issuer.SigningKey.Thumbprint}");
            Console.WriteLine($"encryption  {issuer.EncryptionKey.Thumbprint}");
            return 0;
        }
        catch (DomainFolderException e)
        {
            throw new CommandFailure(e.Message);
        }
    }
}

using System.CommandLine;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Keys;

/// <summary>
/// <c>./kipass issuer add|list|remove</c>: manages the issuers that the register and the authority trust. <c>show</c> prints the file for
/// <c>add</c>. A running issuer serves the same file at <c>/.well-known/kipass-issuer.json</c>.
/// </summary>
internal static class IssuerCommand
{
    private static readonly string[] PinnedAt = ["register", "authority"];

    public static Command Create() =>
        new("issuer", "The QR issuers (QR 발급회사) that this register trusts.") { Add(), List(), Remove(), Show() };

    private static Command Add()
    {
        var data = FolderOption.Data();
        var replace = HandedKeys.Replace();
        var file = FolderOption.Argument(
            "FILE.json",
            "{number, name, url, agreementKey, signingKey, encryptionKey}, keys as public JWKs: what show printed."
        );
        var add = new Command(
            "add",
            "Pin an issuer at the register (in force within 5 s) and at the authority, where they are on this machine."
        )
        {
            file,
            data,
            replace,
        };
        add.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var issuer = DomainFolder.ReadIssuerFile(path);
            if (IssuerUrl.Fault($"{path}: url", issuer.Url) is { } fault)
            {
                throw new CommandException(fault);
            }
            var pinning = new Pinning<TrustedIssuer>(
                $"issuer {issuer.Number} ({issuer.Name})",
                domain => Pinning<TrustedIssuer>.OrNone(() => domain.Issuer(issuer.Number)),
                (domain, keys) => domain.Pin(keys),
                KeyLine.Of,
                isRoutine: (_, _) => false
            );
            return pinning.Run(HandedKeys.Here(parsed.GetValue(data)!, PinnedAt), issuer, parsed.GetValue(replace));
        });
        return add;
    }

    private static Command List()
    {
        var data = FolderOption.Data();
        var list = new Command("list", "Print the issuers that are pinned at the register and at the authority, with their thumbprints.")
        {
            data,
        };
        list.SetAction(parsed =>
        {
            foreach (var domain in HandedKeys.Here(parsed.GetValue(data)!, PinnedAt))
            {
                var issuers = domain.Issuers();
                Console.WriteLine($"{domain.Path}: {(issuers.Count == 0 ? "no issuer is pinned" : $"{issuers.Count} pinned")}");
                foreach (var issuer in issuers)
                {
                    Console.WriteLine($"{"issuer", -11} {issuer.Number}");
                    HandedKeys.Print(Console.Out, KeyLine.Of(issuer));
                }
            }
            return 0;
        });
        return list;
    }

    private static Command Remove()
    {
        var data = FolderOption.Data();
        var number = new Argument<ushort>("NUMBER") { Description = "The issuer's number, as list prints it." };
        NumberOption.Limit(number, 1, ushort.MaxValue);
        var remove = new Command(
            "remove",
            "Trust an issuer no longer: within 5 s the register refuses its passes, and no trace asks it. Visits that are stored stay."
        )
        {
            number,
            data,
        };
        remove.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(number);
            var domains = HandedKeys.Here(parsed.GetValue(data)!, PinnedAt);
            // Identified by file name, so that a damaged file can also be removed.
            var files = domains.Select(domain => Path.Combine(domain.IssuersPath, $"{wanted}.json")).Where(File.Exists).ToList();
            if (files.Count == 0)
            {
                var places = string.Join(" and ", domains.Select(domain => domain.Path));
                throw new CommandException($"Issuer {wanted} is not pinned at {places}; ./kipass issuer list shows which are.");
            }
            foreach (var file in files)
            {
                File.Delete(file);
                Console.WriteLine($"removed {file}");
            }
            return 0;
        });
        return remove;
    }

    private static Command Show()
    {
        var data = FolderOption.Data();
        var number = NumberOption.Create("--number", "Its number: Issuer:Number.", usual: 1, low: 1, high: ushort.MaxValue);
        number.Required = true;
        number.DefaultValueFactory = null;
        var name = new Option<string>("--name") { Description = "The company's name: Issuer:Name.", Required = true };
        var url = IssuerUrl.Option("--url", "The address at which register and visitors reach it: Issuer:PublicUrl.");
        var show = new Command("show", "Print the issuer's public keys, for add; their thumbprints on standard error.")
        {
            number,
            name,
            url,
            data,
        };
        show.SetAction(parsed =>
            HandedKeys.Show(
                parsed.GetValue(data)!,
                "issuer",
                folder => Public(folder, (ushort)parsed.GetValue(number), parsed.GetValue(name)!, parsed.GetValue(url)!),
                KeyLine.Of
            )
        );
        return show;
    }

    private static TrustedIssuer Public(DomainFolder folder, ushort number, string name, Uri url) =>
        new(number, name, url, folder.AgreementKeys().Public(), folder.SigningKey().Public(), folder.EncryptionKey().Public());
}

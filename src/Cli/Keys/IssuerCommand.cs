using System.CommandLine;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Keys;

/// <summary>
/// <c>./kipass issuer add FILE.json</c>: pins an issuer's number, name, address and public keys. <c>show</c> prints such a file at the issuer, which
/// serves the same at <c>/.well-known/kipass-issuer.json</c> once it runs.
/// </summary>
internal static class IssuerCommand
{
    private static readonly string[] PinnedAt = ["register", "authority"];

    public static Command Create()
    {
        var data = HandedKeys.Data();
        var number = new Option<ushort>("--number") { Description = "Its number: Issuer:Number.", Required = true };
        var name = new Option<string>("--name") { Description = "The company's name: Issuer:Name.", Required = true };
        var url = new Option<Uri>("--url")
        {
            Description = "The address at which register and visitors reach it: Issuer:PublicUrl.",
            Required = true,
            CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) ? address : null,
        };
        url.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<Uri>() is not { Scheme: "http" or "https" })
            {
                result.AddError("--url takes an address such as https://pass.example.kr.");
            }
        });
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
                folder => Public(folder, parsed.GetValue(number), parsed.GetValue(name)!, parsed.GetValue(url)!),
                Thumbprints
            )
        );
        var file = new Argument<string>("FILE.json")
        {
            Description = "{number, name, url, agreementKey, signingKey, encryptionKey}, keys as public JWKs.",
        };
        var add = new Command(
            "add",
            "Pin an issuer at the register (in force within 5 s) and at the authority, where they are on this machine."
        )
        {
            file,
            data,
        };
        add.SetAction(parsed =>
        {
            var issuer = DomainFolder.ReadIssuerFile(parsed.GetValue(file)!);
            return HandedKeys.Pin(
                parsed.GetValue(data)!,
                PinnedAt,
                $"issuer {issuer.Number} ({issuer.Name})",
                domain => domain.Pin(issuer),
                Thumbprints(issuer)
            );
        });
        return new Command("issuer", "The QR issuers (QR 발급회사) that this register trusts.") { add, show };
    }

    private static TrustedIssuer Public(DomainFolder folder, ushort number, string name, Uri url) =>
        new(number, name, url, folder.AgreementKeys().Public(), folder.SigningKey().Public(), folder.EncryptionKey().Public());

    private static IEnumerable<string> Thumbprints(TrustedIssuer issuer) =>
        HandedKeys.Thumbprints(issuer.AgreementKey, issuer.SigningKey, issuer.EncryptionKey);
}

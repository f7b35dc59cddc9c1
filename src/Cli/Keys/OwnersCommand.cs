using System.CommandLine;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Keys;

/// <summary>
/// <c>./kipass owners show</c> and <c>pin FILE.json</c>: transfers the public key of the owners' portal to the register, which accepts
/// calls of owners only with its signature.
/// </summary>
internal static class OwnersCommand
{
    private static readonly string[] PinnedAt = ["register"];

    private static readonly Pinning<TrustedOwners> Pinning = new(
        "the owners' portal",
        domain => Pinning<TrustedOwners>.OrNone(domain.Owners),
        (domain, keys) => domain.Pin(keys),
        KeyLine.Of,
        isRoutine: (_, _) => false
    );

    public static Command Create()
    {
        var data = FolderOption.Data();
        var show = new Command("show", "Print the public key of the owners' portal, for pin; its thumbprint on standard error.") { data };
        show.SetAction(parsed => HandedKeys.Show(parsed.GetValue(data)!, "owners", Public, KeyLine.Of));
        var file = FolderOption.Argument("FILE.json", "{signingKey}, a public JWK: what show printed.");
        var replace = HandedKeys.Replace();
        var pin = new Command("pin", "Pin it at the register, where it is on this machine; in force within 5 s.") { file, data, replace };
        pin.SetAction(parsed =>
        {
            var keys = DomainFolder.ReadOwnersFile(parsed.GetValue(file)!);
            return Pinning.Run(HandedKeys.Here(parsed.GetValue(data)!, PinnedAt), keys, parsed.GetValue(replace));
        });
        return new Command("owners", "The owners' portal (시설 영역), whose calls the register accepts.") { show, pin };
    }

    private static TrustedOwners Public(DomainFolder folder) => new(folder.SigningKey().Public());
}

using KiPass.Issuer.Settings;
using KiPass.Tokens;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Passes;

/// <summary>The channel keys that this issuer shares with the pinned register, one for each Korean day.</summary>
internal sealed class PassChannel
{
    private readonly ChannelKeyring keys;

    public PassChannel(IssuerSettings settings, DomainFolder folder)
    {
        Number = (ushort)settings.Number;
        keys = new ChannelKeyring(folder.AgreementKeys());
        keys.Pin(Number, folder.Register().AgreementKey);
    }

    /// <summary>The issuer's number.</summary>
    public ushort Number { get; }

    /// <summary>The key of a day; null before the day of the first agreement key.</summary>
    public ChannelKey? Find(KoreanDay day) => keys.Find(new PassKeyId(Number, day));
}

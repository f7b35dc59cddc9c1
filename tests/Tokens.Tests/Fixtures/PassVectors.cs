using System.Text.Json;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;
using KiPass.Tokens.Tests.Passes;

namespace KiPass.Tokens.Tests.Fixtures;

/// <summary>The five worked examples of <c>pass-format.md</c>, made with two independent implementations.</summary>
internal static class PassVectors
{
    private static readonly JsonElement File = JsonDocument
        .Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "pass-v2.json")))
        .RootElement;

    public static EcJwk IssuerKey => File.GetProperty("issuerAgreementKey").Deserialize<EcJwk>()!;

    public static EcJwk RegisterKey => File.GetProperty("registerAgreementKey").Deserialize<EcJwk>()!;

    public static byte[] SharedSecret => File.Bytes("sharedSecret");

    public static IReadOnlyList<JsonElement> Codes => [.. File.GetProperty("codes").EnumerateArray()];

    public static byte[] Bytes(this JsonElement code, string name) => Convert.FromHexString(code.GetProperty(name).GetString()!);

    public static string Text(this JsonElement code) => code.GetProperty("text").GetString()!;

    public static ushort IssuerNumber(this JsonElement code) => code.GetProperty("issuer").GetUInt16();

    public static PassKeyId KeyId(this JsonElement code) => new(code.IssuerNumber(), new KoreanDay(code.GetProperty("day").GetInt32()));

    public static Ticket Ticket(this JsonElement code) => Tokens.Passes.Ticket.Read(code.Bytes("ticket"));

    public static Pass ToPass(this JsonElement code) =>
        new(code.IssuerNumber(), code.GetProperty("slotStart").GetInt64(), TokenId.Read(code.Bytes("tokenId")), code.Ticket());

    public static ChannelKeyring Register() => Keys(RegisterKey, IssuerKey);

    public static ChannelKeyring Issuer() => Keys(IssuerKey, RegisterKey);

    private static ChannelKeyring Keys(EcJwk own, EcJwk peer)
    {
        var keys = new ChannelKeyring(new AgreementKeys(own));
        foreach (var code in Codes)
        {
            keys.Pin(code.IssuerNumber(), new AgreementKeys(peer.Public()));
        }
        return keys;
    }
}

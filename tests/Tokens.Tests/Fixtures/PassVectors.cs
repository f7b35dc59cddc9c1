using System.Text.Json;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;
using KiPass.Tokens.Tests.Passes;

namespace KiPass.Tokens.Tests.Fixtures;

/// <summary>The five worked examples of <c>pass-format.md</c>, made with two independent implementations.</summary>
internal static class PassVectors
{
    private static readonly JsonElement File = JsonDocument
        .Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "pass.json")))
        .RootElement;

    public static EcJwk IssuerKey => File.GetProperty("issuerAgreementKey").Deserialize<EcJwk>()!;

    public static EcJwk RegisterKey => File.GetProperty("registerAgreementKey").Deserialize<EcJwk>()!;

    public static byte[] SharedSecret => File.Bytes("sharedSecret");

    public static IReadOnlyList<JsonElement> Passes => [.. File.GetProperty("passes").EnumerateArray()];

    public static byte[] Bytes(this JsonElement pass, string name) => Convert.FromHexString(pass.GetProperty(name).GetString()!);

    public static string Text(this JsonElement pass) => pass.GetProperty("text").GetString()!;

    public static Pass ToPass(this JsonElement pass) =>
        new(
            pass.GetProperty("issuer").GetUInt16(),
            pass.GetProperty("exp").GetInt64(),
            TokenId.Read(pass.Bytes("cti")),
            Pseudonym.Read(pass.Bytes("pseudonym"))
        );

    public static ChannelKeyring Register()
    {
        var keys = new ChannelKeyring(new AgreementKeys(RegisterKey));
        foreach (var pass in Passes)
        {
            keys.Pin(pass.GetProperty("issuer").GetUInt16(), new AgreementKeys(IssuerKey.Public()));
        }
        return keys;
    }

    public static ChannelKeyring Issuer()
    {
        var keys = new ChannelKeyring(new AgreementKeys(IssuerKey));
        foreach (var pass in Passes)
        {
            keys.Pin(pass.GetProperty("issuer").GetUInt16(), new AgreementKeys(RegisterKey.Public()));
        }
        return keys;
    }
}

using System.Text.Json;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Tests.Fixtures;

/// <summary>An issuer's file as its operator hands it over.</summary>
internal static class IssuerFile
{
    public static TrustedIssuer Issuer(ushort number, string name = "한빛패스", string url = "https://pass.example.kr") =>
        new(number, name, new Uri(url, UriKind.RelativeOrAbsolute), new AgreementKeys(Key()), Key(), Key());

    public static string Write(string file, ushort number) => Write(file, Issuer(number));

    public static string Write(string file, TrustedIssuer issuer)
    {
        File.WriteAllText(file, JsonSerializer.Serialize(issuer));
        return file;
    }

    public static EcJwk Key() => EcJwk.Create().Public();
}

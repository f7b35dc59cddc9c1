using System.Text.Json;
using KiPass.SystemTests.Up;
using KiPass.Tokens.Keys;

namespace KiPass.SystemTests.Fixtures;

/// <summary>An issuer's file as its operator hands it over.</summary>
internal static class IssuerFile
{
    public static string Write(string file, ushort number, AgreementKeys? agreement = null)
    {
        var keys = agreement ?? new AgreementKeys(EcJwk.Create());
        var issuer = new TrustedIssuer(
            number,
            $"issuer {number}",
            new Uri("http://localhost:1"),
            keys.Public(),
            EcJwk.Create().Public(),
            EcJwk.Create().Public()
        );
        File.WriteAllText(file, JsonSerializer.Serialize(issuer));
        return file;
    }
}

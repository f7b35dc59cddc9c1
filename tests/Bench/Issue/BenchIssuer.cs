using System.Text.Json.Nodes;
using KiPass.Bench.Running;
using KiPass.Testing;
using KiPass.Tokens.Keys;

namespace KiPass.Bench.Issue;

/// <summary>An issuer as an operator would set it up, with the visitors of the demonstration; only the limits of tickets and passes a session are raised.</summary>
internal sealed class BenchIssuer : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    private BenchIssuer()
    {
        var domain = new DomainFolder(folder.Path);
        domain.CreateKeys(withAgreement: true);
        domain.CreateSecret("personal");
        domain.Pin(new TrustedRegister(new AgreementKeys(EcJwk.Create().Public()), EcJwk.Create().Public(), EcJwk.Create().Public()));
    }

    public Server Server { get; private set; } = null!;

    /// <summary>A file with one session token a line.</summary>
    public string SessionsFile => folder["sessions"];

    public static async Task<BenchIssuer> Start()
    {
        var issuer = new BenchIssuer();
        string[] settings =
        [
            "--Issuer:Data",
            issuer.folder.Path,
            "--Issuer:Limits:PassesPerMinute",
            "1000000000",
            "--Issuer:Limits:TicketsPerHour",
            "1000000000",
            "--Issuer:Demo",
            "true",
        ];
        var printed = JsonNode.Parse(await Programs.RunOnce(Programs.Issuer, ["demo", .. settings]))!;
        await File.WriteAllLinesAsync(
            issuer.SessionsFile,
            printed["visitors"]!.AsArray().Select(visitor => visitor!["sessionToken"]!.GetValue<string>())
        );
        issuer.Server = await Server.Start(Programs.Issuer, settings, new Uri($"http://127.0.0.1:{FreePorts.Next()}"));
        return issuer;
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
        folder.Dispose();
    }
}

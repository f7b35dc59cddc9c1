using System.CommandLine;
using KiPass.Bench.Running;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;
using Microsoft.Extensions.Hosting;

namespace KiPass.Bench.Scan.Baselines;

/// <summary>Serves one baseline in a process of its own: the hidden verb that <see cref="ScanBench"/> starts.</summary>
internal static class BaselineCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = "plain | grain-state | no-grains | http-only" };
        var urls = new Option<string>("--urls") { Required = true };
        var data = new Option<string>("--data")
        {
            Required = true,
            Description = "The register's folder, with keys, trust and settings.json.",
        };
        var tokens = new Option<string>("--tokens") { Required = true, Description = "File with the devices' tokens, one a line." };
        var command = new Command("baseline") { path, urls, data, tokens };
        command.Hidden = true;
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var folder = parsed.GetValue(data)!;
                var door = new BaselineDoor(Keys(folder), File.ReadAllLines(parsed.GetValue(tokens)!), TimeProvider.System);
                var app = parsed.GetValue(path) switch
                {
                    "plain" => PlainBaseline.Build(folder, door),
                    "grain-state" => GrainStateBaseline.Build(folder, door),
                    "no-grains" => NoGrainsBaseline.Build(folder, door),
                    "http-only" => HttpOnlyBaseline.Build(),
                    var other => throw new ArgumentException($"No baseline {other}."),
                };
                app.Urls.Add(parsed.GetValue(urls)!);
                await app.StartAsync(cancellationToken);
                await app.WaitForShutdownAsync(cancellationToken);
            }
        );
        return command;
    }

    private static ChannelKeyring Keys(string folder)
    {
        var domain = new DomainFolder(folder);
        var keys = new ChannelKeyring(domain.AgreementKeys());
        foreach (var issuer in domain.Issuers())
        {
            keys.Pin(issuer.Number, issuer.AgreementKey);
        }
        return keys;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using KiPass.Cli.Programs;
using KiPass.Hosting.Files;

namespace KiPass.Cli.Up;

/// <summary>
/// Seeds each domain through its own one-shot <c>demo</c> verb and writes <c>demo.json</c>. Only sealed passes with a time and an abstract
/// venue go from the issuer to the register, as scanners would send them.
/// </summary>
internal static class DemoSeed
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task Run(UpSettings settings, Action<string> say, CancellationToken cancellationToken)
    {
        var file = Path.Combine(settings.Data, "demo.json");
        if (File.Exists(file))
        {
            return;
        }
        var services = Service.Of(settings).ToDictionary(s => s.Name);
        say("seeding visitors");
        var people = await Seed(services["issuer"], input: null, cancellationToken);
        say("seeding facilities and a week of visits");
        var venues = await Seed(services["register"], new JsonObject { ["visits"] = people["visits"]!.DeepClone() }, cancellationToken);
        say("seeding accounts");
        var facilities = new JsonObject { ["facilities"] = venues["facilities"]!.DeepClone() };
        var owners = await Seed(services["owners"], facilities, cancellationToken);
        var officials = await Seed(services["officials"], input: null, cancellationToken);
        var demo = new JsonObject
        {
            ["registerUrl"] = Address(settings.RegisterUrl),
            ["issuerUrl"] = Address(settings.IssuerUrl),
            ["ownersUrl"] = Address(settings.OwnersUrl),
            ["officialsUrl"] = Address(settings.OfficialsUrl),
            ["facilities"] = venues["facilities"]!.DeepClone(),
            ["visitors"] = people["visitors"]!.DeepClone(),
            ["accounts"] = new JsonArray([.. Accounts(owners), .. Accounts(officials)]),
            ["indexCase"] = people["indexCase"]!.DeepClone(),
        };
        PrivateFile.Replace(file, stream => JsonSerializer.Serialize(stream, demo, Indented));
    }

    private static async Task<JsonObject> Seed(Service service, JsonObject? input, CancellationToken cancellationToken)
    {
        var printed = await DotnetProgram.RunOnce(
            service.Name,
            BuiltPrograms.Assembly(service.Project),
            ["demo", .. service.Settings],
            input?.ToJsonString(),
            cancellationToken
        );
        return JsonNode.Parse(printed)!.AsObject();
    }

    private static IEnumerable<JsonNode> Accounts(JsonObject seeded) =>
        seeded["accounts"]!.AsArray().Select(account => account!.DeepClone());

    private static string Address(Uri url) => url.GetLeftPart(UriPartial.Authority);
}

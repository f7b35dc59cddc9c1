using System.Text.Json;
using System.Text.Json.Nodes;
using KiPass.Cli.Programs;
using KiPass.Hosting.Files;

namespace KiPass.Cli.Up;

/// <summary>
/// Seeds each domain through its own one-shot <c>demo</c> verb and writes <c>demo.json</c>. Only sealed passes with a time and an abstract
/// venue go from the issuer to the register, as scanners would send them.
/// </summary>
internal sealed class DemoSeed(UpSettings settings, Action<string> say)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Dictionary<string, Service> services = Service.Of(settings).ToDictionary(service => service.Name);
    private string? cases;

    /// <summary>Before the programs start: seeds people, facilities, visits and accounts, unless <c>demo.json</c> exists.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        var file = Path.Combine(settings.Data, "demo.json");
        if (File.Exists(file))
        {
            return;
        }
        say("seeding visitors and accounts");
        var owners = Seed("owners", [], input: null, cancellationToken);
        var officials = Seed("officials", [], input: null, cancellationToken);
        var visitors = Visitors(cancellationToken);
        await Task.WhenAll(owners, officials, visitors);
        using var people = await visitors;
        say("seeding facilities and their visits");
        using var venues = await Seed("register", [], Visits(people), cancellationToken);
        using var owning = await owners;
        using var approving = await officials;
        cases = people.RootElement.GetProperty("cases").GetRawText();
        var demo = Demo(people, venues, [owning, approving]);
        PrivateFile.Replace(file, stream => JsonSerializer.Serialize(stream, demo, Indented));
    }

    /// <summary>While the programs run: opens the cases of a nation and traces some of them.</summary>
    public async Task Cases(CancellationToken cancellationToken)
    {
        if (cases is null || settings.DemoFacilities == 0)
        {
            return;
        }
        say("seeding cases");
        var officials = services["officials"];
        await Program(officials, ["demo", "cases", .. officials.Settings], cases, cancellationToken);
    }

    private JsonObject Demo(JsonDocument people, JsonDocument venues, IEnumerable<JsonDocument> accounts) =>
        new()
        {
            ["registerUrl"] = Address(settings.RegisterUrl),
            ["issuerUrl"] = Address(settings.IssuerUrl),
            ["ownersUrl"] = Address(settings.OwnersUrl),
            ["officialsUrl"] = Address(settings.OfficialsUrl),
            ["facilities"] = Copy(venues, "facilities"),
            ["visitors"] = Copy(people, "visitors"),
            ["accounts"] = new JsonArray([
                .. accounts.SelectMany(printed => Copy(printed, "accounts").AsArray().Select(one => one!.DeepClone())),
            ]),
            ["indexCase"] = Copy(people, "indexCase"),
        };

    private async Task<JsonDocument> Visitors(CancellationToken cancellationToken)
    {
        if (settings.DemoFacilities == 0)
        {
            return await Seed("issuer", [], input: null, cancellationToken);
        }
        var venues = await Program(services["register"], ["demo", "venues", $"{settings.DemoFacilities}"], input: null, cancellationToken);
        return await Seed("issuer", ["nation"], venues, cancellationToken);
    }

    private string Visits(JsonDocument people) =>
        $$"""{"facilities":{{settings.DemoFacilities}},"visits":{{people.RootElement.GetProperty("visits").GetRawText()}}}""";

    private async Task<JsonDocument> Seed(string name, string[] kind, string? input, CancellationToken cancellationToken) =>
        JsonDocument.Parse(await Program(services[name], ["demo", .. kind, .. services[name].Settings], input, cancellationToken));

    private static Task<string> Program(Service service, string[] arguments, string? input, CancellationToken cancellationToken) =>
        DotnetProgram.RunOnce(service.Name, BuiltPrograms.Assembly(service.Project), arguments, input, cancellationToken);

    private static JsonNode Copy(JsonDocument printed, string name) => JsonNode.Parse(printed.RootElement.GetProperty(name).GetRawText())!;

    private static string Address(Uri url) => url.GetLeftPart(UriPartial.Authority);
}

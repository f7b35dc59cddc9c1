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
    private readonly Dictionary<string, Task<JsonDocument>> seeds = [];
    private string? cases;

    /// <summary>Starts to seed people, facilities, visits and accounts, unless <c>demo.json</c> exists.</summary>
    /// <returns>Completes when <c>demo.json</c> is written.</returns>
    public Task Run(CancellationToken cancellationToken)
    {
        var file = Path.Combine(settings.Data, "demo.json");
        if (File.Exists(file))
        {
            return Task.CompletedTask;
        }
        say("seeding people, facilities and visits");
        seeds["owners"] = Seed("owners", [], input: null, cancellationToken);
        seeds["officials"] = Seed("officials", [], input: null, cancellationToken);
        seeds["issuer"] = Visitors(cancellationToken);
        // The register needs the visits only after it has started and registered the first facilities.
        seeds["register"] = Seed("register", IsNation ? ["nation", $"{settings.DemoFacilities}"] : [], Visits(), cancellationToken);
        return Write(file);
    }

    /// <summary>
    /// Completes when a program can start: the issuer when it is seeded, and the others when all are, because a portal warns about a register that
    /// does not answer.
    /// </summary>
    public Task Of(Service service) =>
        service.Name == "issuer" && seeds.TryGetValue("issuer", out var people) ? people : Task.WhenAll(seeds.Values);

    /// <summary>While the programs run: opens the cases of a nation and traces some of them.</summary>
    public async Task Cases(CancellationToken cancellationToken)
    {
        if (cases is null || !IsNation)
        {
            return;
        }
        say("seeding cases");
        var officials = services["officials"];
        await Program(officials, ["demo", "cases", .. officials.Settings], Task.FromResult(cases), cancellationToken);
    }

    private bool IsNation => settings.DemoFacilities > 0;

    private async Task Write(string file)
    {
        // The first failure ends the run; the programs of the others are killed with it.
        await foreach (var seed in Task.WhenEach(seeds.Values))
        {
            await seed;
        }
        using var people = await seeds["issuer"];
        using var venues = await seeds["register"];
        using var owning = await seeds["owners"];
        using var approving = await seeds["officials"];
        cases = people.RootElement.GetProperty("cases").GetRawText();
        var demo = Demo(people, venues, [owning, approving]);
        PrivateFile.Replace(file, stream => JsonSerializer.Serialize(stream, demo, Indented));
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
        if (!IsNation)
        {
            return await Seed("issuer", [], input: null, cancellationToken);
        }
        var venues = Program(services["register"], ["demo", "venues", $"{settings.DemoFacilities}"], input: null, cancellationToken);
        return await Seed("issuer", ["nation"], venues, cancellationToken);
    }

    private async Task<string> Visits()
    {
        var people = await seeds["issuer"];
        return $$"""{"visits":{{people.RootElement.GetProperty("visits").GetRawText()}}}""";
    }

    private async Task<JsonDocument> Seed(string name, string[] kind, Task<string>? input, CancellationToken cancellationToken) =>
        JsonDocument.Parse(await Program(services[name], ["demo", .. kind, .. services[name].Settings], input, cancellationToken));

    private static Task<string> Program(Service service, string[] arguments, Task<string>? input, CancellationToken cancellationToken) =>
        DotnetProgram.RunOnce(service.Name, BuiltPrograms.Assembly(service.Project), arguments, input, cancellationToken);

    private static JsonNode Copy(JsonDocument printed, string name) => JsonNode.Parse(printed.RootElement.GetProperty(name).GetRawText())!;

    private static string Address(Uri url) => url.GetLeftPart(UriPartial.Authority);
}

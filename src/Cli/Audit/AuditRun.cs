using System.Text.Json;
using KiPass.Cli.Programs;
using KiPass.Cli.Up;
using KiPass.Tokens.Audit;

namespace KiPass.Cli.Audit;

/// <summary>
/// Passes signed chain heads from each domain's program to the program that owns the chain, and prints the results. No process has the
/// credentials of two domains, and this one has none.
/// </summary>
/// <param name="data">The folder that contains a folder for each domain.</param>
/// <param name="onPostgres">Whether every chain must be stored on PostgreSQL.</param>
/// <param name="output">Receives the result lines.</param>
internal sealed class AuditRun(string data, bool onPostgres, TextWriter output)
{
    public async Task<int> Run(CancellationToken cancellationToken)
    {
        var chains = Chains();
        var kept = await Task.WhenAll(chains.Select(chain => Heads(chain, cancellationToken)));
        var reports = await Task.WhenAll(chains.Select(chain => Verify(chain, Given(kept, chain.Side), cancellationToken)));
        foreach (var report in reports)
        {
            await output.WriteLineAsync(report.Line);
        }
        foreach (
            var side in kept.SelectMany(k => k?.Of.Keys ?? []).Distinct().Except(chains.Select(c => c.Side)).Order(StringComparer.Ordinal)
        )
        {
            var heads = Given(kept, side).Sum(g => g.Heads.Count);
            await output.WriteLineAsync($"{side, -10} {"elsewhere", 9}  its operator verifies it; {heads} of its heads are kept here");
        }
        return reports.All(r => r.IsWhole) ? 0 : ChainCheck.Broken;
    }

    private List<Chain> Chains()
    {
        // An audit needs only the location of a domain's store and key, not ports, addresses or certificates.
        Chain[] sides =
        [
            Of("register", "src/Silo", "register", "Register"),
            Of($"issuer:{Domains.IssuerNumber}", "src/Issuer", "issuer", "Issuer", "--Issuer:Number", $"{Domains.IssuerNumber}"),
            Of("authority", "src/Portal/Officials", "authority", "Portal"),
        ];
        List<Chain> here = [.. sides.Where(side => Directory.Exists(side.Folder))];
        if (here.Count == 0)
        {
            throw new CommandException(
                $"{data} holds none of register, issuer and authority. Name the folder that holds their folders with --data."
            );
        }
        var bare = here.Find(chain => onPostgres && !File.Exists(Path.Combine(chain.Folder, "settings.json")));
        return bare is null
            ? here
            : throw new CommandException($"{bare.Folder} has no settings.json: its store is not on PostgreSQL. Leave --postgres out.");
    }

    private Chain Of(string side, string project, string folder, string section, params string[] more)
    {
        var path = Path.Combine(data, folder);
        return new Chain(side, project, path, [$"--{section}:Data", path, .. more]);
    }

    private static async Task<PeerHeads?> Heads(Chain chain, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize<PeerHeads>(await Ask(chain, "heads", null, cancellationToken));
        }
        catch (Exception e) when (e is CommandException or JsonException)
        {
            // Verification fails in the same way and reports the reason.
            return null;
        }
    }

    private static async Task<(bool IsWhole, string Line)> Verify(
        Chain chain,
        List<WitnessHeads> given,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var printed = await Ask(chain, "verify", Task.FromResult(JsonSerializer.Serialize(given)), cancellationToken);
            var report = JsonSerializer.Deserialize<ChainReport>(printed)!;
            var agrees =
                report.Heads == 0 ? "no head of it is kept elsewhere" : $"agrees with {report.Heads} heads kept by {Join(report.KeptBy)}";
            var found = report.Fault is { } fault ? Words(fault, report) : $"intact; {agrees}";
            return (report.Fault is null, $"{chain.Side, -10} {report.Entries, 9:#,##0} entries  {found}");
        }
        catch (Exception e) when (e is CommandException or JsonException)
        {
            return (false, $"{chain.Side, -10} {"-", 9} entries  cannot be read: {e.Message}");
        }
    }

    private static string Words(ChainFault fault, ChainReport report) =>
        fault.Kind switch
        {
            ChainFaultKind.Changed => $"BROKEN at entry {fault.Number}: it was changed",
            ChainFaultKind.Removed when report.FaultBy.Count > 0 =>
                $"BROKEN at entry {fault.Number}: cut off; {Join(report.FaultBy)} kept a later head",
            ChainFaultKind.Removed => $"BROKEN at entry {fault.Number}: it was removed or moved",
            ChainFaultKind.OtherHead => $"BROKEN at entry {fault.Number}: rewritten; {Join(report.FaultBy)} kept another head",
            _ => $"DISPUTED: {Join(report.FaultBy)} kept a head that this side's key did not sign",
        };

    private static Task<string> Ask(Chain chain, string verb, Task<string>? input, CancellationToken cancellationToken) =>
        DotnetProgram.RunOnce(
            chain.Side,
            BuiltPrograms.Assembly(chain.Project),
            ["audit", verb, .. chain.Arguments],
            input,
            cancellationToken,
            finding: ChainCheck.Broken
        );

    private static List<WitnessHeads> Given(IEnumerable<PeerHeads?> kept, string side) =>
        [.. kept.Where(k => k?.Of.ContainsKey(side) == true).Select(k => new WitnessHeads(k!.By, k.Of[side]))];

    private static string Join(IReadOnlyList<string> sides) => string.Join(" and ", sides);

    private sealed record Chain(string Side, string Project, string Folder, IReadOnlyList<string> Arguments);
}

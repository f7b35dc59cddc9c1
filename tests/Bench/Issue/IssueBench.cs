using KiPass.Bench.Load;
using KiPass.Bench.Running;

namespace KiPass.Bench.Issue;

/// <summary>What issuing reached (design section 9), counted in tickets or passes.</summary>
/// <param name="PerSecond">Tickets or passes a second.</param>
/// <param name="P50Ms">Half of the requests were answered within this time.</param>
/// <param name="P99Ms">99 of 100.</param>
/// <param name="CpuMicros">CPU of the issuer, a ticket or pass.</param>
/// <param name="PeakMiB">The issuer's peak resident memory.</param>
/// <param name="EndOverTenSeconds">Resident memory at the end over that ten seconds into the run.</param>
internal sealed record IssuedFigures(
    double PerSecond,
    double P50Ms,
    double P99Ms,
    double CpuMicros,
    double PeakMiB,
    double EndOverTenSeconds
);

/// <summary>The file of <c>bench issue --json</c>: tickets, which phones fetch, and ready passes for simple clients.</summary>
internal sealed record IssueFigures(IssuedFigures Kipass, IssuedFigures Passes);

/// <summary>
/// Tickets (96 in a request) and passes in batches of 8 from a real issuer process: 64 connections, 220 sessions, issuer and load on one machine.
/// </summary>
internal static class IssueBench
{
    private static readonly Request Tickets = new("tickets, 96 a request", "/v1/tickets", "{}", 96);
    private static readonly Request Passes = new("passes in batches of 8", "/v1/passes", """{"count":8}""", 8);

    public static async Task<IssueFigures> Run(TimeSpan warmUp, TimeSpan duration, Action<string> say)
    {
        var tickets = await Measure(Tickets, warmUp, duration, say);
        return new IssueFigures(tickets, await Measure(Passes, warmUp, duration, say));
    }

    // A process for each request, so that its memory is its own.
    private static async Task<IssuedFigures> Measure(Request request, TimeSpan warmUp, TimeSpan duration, Action<string> say)
    {
        await using var issuer = await BenchIssuer.Start();
        await Load(issuer, request, warmUp);
        var process = issuer.Server.ProcessId;
        var cpuBefore = ProcessCost.CpuSeconds(process);
        var load = Load(issuer, request, duration);
        await load.HasSettled(duration);
        var early = ProcessCost.ResidentMiB(process);
        var result = await load;
        if (result.Refused + result.Broken > 0)
        {
            throw new InvalidOperationException(
                $"{result.Refused} refused and {result.Broken} broken of {result.Requests}.\n{issuer.Server.Tail}"
            );
        }
        var figures = new IssuedFigures(
            Math.Round(result.PerSecond * request.Items),
            Math.Round(result.P50Ms, 2),
            Math.Round(result.P99Ms, 2),
            Math.Round((ProcessCost.CpuSeconds(process) - cpuBefore) * 1e6 / (result.Requests * request.Items), 2),
            Math.Round(ProcessCost.PeakMiB(process)),
            Math.Round(ProcessCost.ResidentMiB(process) / early, 2)
        );
        say(
            $"{request.Name, -30} {figures.PerSecond, 8:N0}/s  p50 {figures.P50Ms, 6:0.0} ms  p99 {figures.P99Ms, 6:0.0} ms  "
                + $"{figures.CpuMicros, 6:0.0} µs CPU  {figures.PeakMiB, 5:0} MiB  end/10 s {figures.EndOverTenSeconds:0.00}"
        );
        return figures;
    }

    private static Task<LoadFigures> Load(BenchIssuer issuer, Request request, TimeSpan duration) =>
        Wrk.Run(
            "wrk-issue.lua",
            issuer.Server.Url,
            duration,
            new()
            {
                ["KIPASS_SESSIONS"] = issuer.SessionsFile,
                ["KIPASS_PATH"] = request.Path,
                ["KIPASS_BODY"] = request.Body,
            }
        );

    /// <summary>What is asked, and how many items an answer has.</summary>
    private sealed record Request(string Name, string Path, string Body, int Items);
}

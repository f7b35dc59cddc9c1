using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KiPass.SystemTests.Visits;
using KiPass.Testing;
using KiPass.Tokens.Keys;
using Npgsql;

namespace KiPass.SystemTests.Cluster;

/// <summary>
/// Goal: silos of the previous and the current version form one register. Method: the older one migrates, seeds and serves; the newer
/// one joins it as in docs/operations.md; each recognizes repeats and replays of the other's scans, both report the same counts, and a
/// trace started at either one finds every contact.
/// </summary>
/// <remarks><c>KIPASS_PREVIOUS</c> is a built checkout of the version before. Without it both are of this version.</remarks>
public sealed class MixedVersionTests : IDisposable
{
    private const int Scans = 40;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder folder = new();
    private readonly List<Process> silos = [];

    public void Dispose()
    {
        foreach (var silo in silos)
        {
            silo.Kill();
            silo.WaitForExit();
            silo.Dispose();
        }
        folder.Dispose();
    }

    [Fact]
    public async Task Silos_of_the_previous_and_the_current_version_form_one_register()
    {
        var now = Path.Combine(KiPassStack.Root, "src", "Silo");
        var before = Environment.GetEnvironmentVariable("KIPASS_PREVIOUS") is { Length: > 0 } previous
            ? Path.Combine(previous, "src", "Silo")
            : now;
        await using var postgres = await PostgresServer.StartAsync();
        await using var played = new PlayedDomains(new DomainFolder(folder.Path));
        string[] data = ["--Register:Data", folder.Path];
        await Run(before, ["provision", "--postgres", postgres.Url, "--database", "kipass_mixed", .. data]);
        var seeded = JsonDocument.Parse(await Run(before, ["demo", .. data, .. Ports()], """{"visits":[]}""")).RootElement;

        var (ofOlder, ofNewer) = (Ports(), Ports());
        var older = await Start(before, [.. data, .. ofOlder]);
        var newer = await Start(now, [.. data, .. ofNewer]);
        await Eventually.True(async () => await ActiveSilos(postgres) == 2, "the two silos are one cluster", StartPatience);

        var codes = seeded.GetProperty("facilities").EnumerateArray().First(f => f.GetProperty("pairingCodes").GetArrayLength() >= 2);
        using var atOlder = await ScannerDevice.Pair(older, codes.GetProperty("pairingCodes")[0].GetString()!);
        using var atNewer = new ScannerDevice(newer, atOlder.Token, atOlder.FacilityId);
        using var other = await ScannerDevice.Pair(newer, codes.GetProperty("pairingCodes")[1].GetString()!);
        var begun = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < Scans; i++)
        {
            var (here, there) = i % 2 == 0 ? (atOlder, atNewer) : (atNewer, atOlder);
            var (pass, scanId, scannedAt) = (played.PassNow(), Guid.NewGuid(), TimeProvider.System.GetUtcNow());
            var first = await here.Scan(pass, scanId, scannedAt);
            Assert.Equal((200, "accepted", false), (first.Status, first.Code, first.Repeated));
            var repeat = await there.Scan(pass, scanId, scannedAt);
            Assert.Equal((200, "accepted", true), (repeat.Status, repeat.Code, repeat.Repeated));
            Assert.Equal("pass-already-used", (await other.Scan(pass, Guid.NewGuid(), scannedAt)).Code);
        }
        foreach (var device in new[] { atOlder, atNewer })
        {
            await Eventually.True(
                async () => (await device.Facility()).GetProperty("todayCount").GetInt32() == Scans,
                "either silo counts what both stored"
            );
        }
        // The previous version has no port for portals.
        foreach (var ports in before == now ? [ofOlder, ofNewer] : new[] { ofNewer })
        {
            var until = TimeProvider.System.GetUtcNow();
            var names = await played.Trace(PortalPortOf(ports), atOlder.FacilityId, begun, until);
            Assert.Equal(Scans, names.Count);
            Assert.Equal(played.Names, names.ToHashSet(StringComparer.Ordinal));
        }
    }

    private static string[] Ports()
    {
        var ports = FreePorts.NextBlock(2);
        return ["--Register:SiloPort", $"{ports}", "--Register:PortalPort", $"{ports + 1}"];
    }

    private static int PortalPortOf(string[] ports) => int.Parse(ports[^1], CultureInfo.InvariantCulture);

    private async Task<Uri> Start(string project, string[] arguments)
    {
        var url = new Uri($"http://127.0.0.1:{FreePorts.Next()}");
        var silo = Process.Start(Prepare(project, [.. arguments, "--urls", url.ToString()]))!;
        silos.Add(silo);
        var printed = new ConcurrentQueue<string?>();
        silo.OutputDataReceived += (_, line) => printed.Enqueue(line.Data);
        silo.ErrorDataReceived += (_, line) => printed.Enqueue(line.Data);
        silo.BeginOutputReadLine();
        silo.BeginErrorReadLine();
        using var http = new HttpClient();
        await Eventually.True(
            async () =>
            {
                Assert.False(silo.HasExited, string.Join('\n', printed));
                try
                {
                    using var answer = await http.GetAsync(new Uri(url, "/health/ready"));
                    return answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            $"the silo of {project} is ready",
            StartPatience
        );
        return url;
    }

    private static async Task<string> Run(string project, string[] arguments, string input = "")
    {
        var start = Prepare(project, arguments);
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }

    private static ProcessStartInfo Prepare(string project, string[] arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var assembly = Path.Combine(project, "bin", configuration, "net10.0", "KiPass.Silo.dll");
        return new ProcessStartInfo("dotnet", [assembly, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
    }

    private static async Task<long> ActiveSilos(PostgresServer postgres)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString("kipass_mixed"));
        await using var command = source.CreateCommand("SELECT count(*) FROM membership WHERE status = 3");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

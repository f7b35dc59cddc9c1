using System.Net;
using System.Net.Sockets;
using KiPass.Testing;

namespace KiPass.SystemTests.Up;

/// <summary>Tests of <c>./kipass up</c>.</summary>
public sealed class UpTests
{
    private static readonly string[] Programs = ["register", "issuer", "owners", "officials"];

    [Fact]
    public async Task Up_reports_a_port_in_use_in_one_line_and_starts_nothing()
    {
        var ports = FreePorts.NextBlock(6);
        using var squatter = new TcpListener(IPAddress.Loopback, ports + 1);
        squatter.Start();
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await KiPassStack.Command("up", "--data", folder["data"], "--port-base", $"{ports}");
        Assert.Equal(2, exitCode);
        var line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"Port {ports + 1}", line, StringComparison.Ordinal);
        Assert.Contains("--port-base", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_reports_a_data_folder_it_cannot_create_in_one_line()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["file"], "");
        var (exitCode, output) = await KiPassStack.Command("up", "--data", folder["file"], "--port-base", $"{FreePorts.NextBlock(6)}");
        Assert.Equal(2, exitCode);
        Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("--postgres", "--silos", "3")]
    [InlineData("--silos: 10 is not a number from 1 to 9", "--silos", "10")]
    [InlineData("--silos: 0 is not a number from 1 to 9", "--silos", "0")]
    [InlineData("65535", "--silos", "3", "--postgres", "postgres://a@b/c", "--port-base", "65520")]
    public async Task Up_rejects_an_invalid_cluster_configuration_before_starting_anything(string why, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await KiPassStack.Command(["up", "--data", folder["data"], .. arguments]);
        Assert.NotEqual(0, exitCode);
        Assert.Contains(why, output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["data"]));
    }

    [Fact]
    public async Task Up_runs_four_programs_restarts_crashed_ones_and_stops_all_on_SIGTERM()
    {
        var stack = await KiPassStack.Start();
        try
        {
            using var http = new HttpClient();
            foreach (var address in new[] { stack.Register, stack.Issuer, stack.Owners, stack.Officials })
            {
                // The addresses follow the line that says ready.
                await Eventually.True(
                    () => stack.Printed.Any(line => line.Contains(address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)),
                    $"{address} is printed"
                );
                using var page = await http.GetAsync(address);
                Assert.True(page.IsSuccessStatusCode, $"{address}: {page.StatusCode}");
            }
            stack.Kill("register");
            await Eventually.True(() => Answers(http, new Uri(stack.Register, "/health/ready")), "the killed register answers again");
        }
        finally
        {
            await stack.DisposeAsync();
        }
        foreach (var port in Enumerable.Range(stack.PortBase, 6))
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("HUP")]
    public async Task Every_program_stops_when_up_stops_or_is_killed(string signal)
    {
        using var folder = new TemporaryFolder();
        await using var stack = await KiPassStack.Start(data: folder["data"]);
        int[] programs = [.. Programs.Select(stack.ProcessId)];

        var exitCode = await stack.SignalUp(signal);

        await Eventually.True(() => Task.FromResult(!programs.Any(id => Directory.Exists($"/proc/{id}"))), "every program has ended");
        Assert.Equal(signal == "HUP", exitCode == 0);
        Assert.Equal(signal == "KILL", File.Exists(folder["data/run.json"]));
    }

    [Fact]
    public async Task A_second_run_on_the_same_data_is_refused_and_the_first_keeps_running()
    {
        await using var stack = await KiPassStack.Start();

        var (exitCode, output) = await KiPassStack.Command(
            "up",
            "--data",
            stack.Data,
            "--port-base",
            $"{FreePorts.NextBlock(6)}",
            "--end-earlier"
        );

        Assert.Equal(
            $"kipass: KiPass already runs on {stack.Data}, as process {stack.ProcessId("up")}. Stop it first: kill {stack.ProcessId("up")}\n",
            output
        );
        Assert.Equal(2, exitCode);
        Assert.All(Programs, program => Assert.True(Directory.Exists($"/proc/{stack.ProcessId(program)}")));
    }

    [Fact]
    public async Task An_added_issuer_is_active_within_five_seconds()
    {
        await using var stack = await KiPassStack.Start();
        using var other = new TemporaryFolder();
        var (exitCode, output) = await KiPassStack.Command(
            "issuer",
            "add",
            IssuerFile.Write(other["issuer.json"], number: 7),
            "--data",
            stack.Data
        );
        Assert.True(exitCode == 0, output);
        Assert.True(File.Exists(Path.Combine(stack.Data, "register", "trust", "issuers", "7.json")));
    }

    private static async Task<bool> Answers(HttpClient http, Uri address)
    {
        try
        {
            using var response = await http.GetAsync(address);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

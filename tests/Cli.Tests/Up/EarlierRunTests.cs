using System.Diagnostics;
using System.Text.Json;
using KiPass.Cli.Up;
using KiPass.Testing;

namespace KiPass.Cli.Tests.Up;

public sealed class EarlierRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<Process> started = [];

    public void Dispose()
    {
        foreach (var process in started)
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }
        folder.Dispose();
    }

    [Fact]
    public async Task Programs_left_by_an_earlier_run_are_reported_and_not_ended_by_default()
    {
        var (register, issuer) = (Start("KiPass.Silo.dll"), Start("KiPass.Issuer.dll"));
        Record(("register", register.Id), ("issuer", issuer.Id), ("up", NoProcess()));

        var refused = await Assert.ThrowsAsync<CommandException>(() => EarlierRun.RequireNone(folder.Path, end: false, default));

        Assert.Equal(
            $"An earlier run left register (process {register.Id}), issuer (process {issuer.Id}) on {folder.Path}. "
                + "To end them and start, repeat with --end-earlier.",
            refused.Message
        );
        Assert.False(register.HasExited || issuer.HasExited);
    }

    [Fact]
    public async Task End_earlier_ends_the_programs_of_an_earlier_run()
    {
        var register = Start("KiPass.Silo.dll");
        Record(("register", register.Id));

        await EarlierRun.RequireNone(folder.Path, end: true, default);

        Assert.True(register.HasExited);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_running_instance_is_never_ended(bool end)
    {
        var (up, register) = (Start("KiPass.Cli.dll", "up"), Start("KiPass.Silo.dll"));
        Record(("register", register.Id), ("up", up.Id));

        var refused = await Assert.ThrowsAsync<CommandException>(() => EarlierRun.RequireNone(folder.Path, end, default));

        Assert.Equal($"KiPass already runs on {folder.Path}, as process {up.Id}. Stop it first: kill {up.Id}", refused.Message);
        Assert.False(up.HasExited || register.HasExited);
    }

    /// <summary>The kernel gives an id to another program after a while: that one is not ours.</summary>
    [Fact]
    public async Task A_process_of_another_program_with_a_reused_id_is_not_ended()
    {
        var (other, otherCommand) = (Start("other.dll"), Start("KiPass.Cli.dll", "backup"));
        Record(("register", other.Id), ("issuer", Environment.ProcessId), ("owners", NoProcess()), ("up", otherCommand.Id));

        // The test's own program is KiPass.Cli.Tests.dll, so it counts; all others do not.
        var refused = await Xunit.Record.ExceptionAsync(() => EarlierRun.RequireNone(folder.Path, end: false, default));

        Assert.DoesNotContain($"{other.Id}", refused?.Message ?? "", StringComparison.Ordinal);
        Assert.False(other.HasExited || otherCommand.HasExited);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{\"register\":")]
    [InlineData("[]")]
    public async Task A_missing_or_unreadable_run_file_means_no_earlier_run(string? text)
    {
        if (text is not null)
        {
            await File.WriteAllTextAsync(folder["run.json"], text);
        }

        await EarlierRun.RequireNone(folder.Path, end: false, default);
    }

    [Fact]
    public void A_recorded_run_lists_its_process_ids_and_can_be_deleted()
    {
        EarlierRun.Record(folder.Path, new Dictionary<string, int> { ["register"] = 12 });

        var written = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(folder["run.json"]))!;
        Assert.Equal((12, Environment.ProcessId), (written["register"], written["up"]));
        EarlierRun.Forget(folder.Path);
        Assert.False(File.Exists(folder["run.json"]));
    }

    private void Record(params (string Name, int Id)[] entries) =>
        File.WriteAllText(folder["run.json"], JsonSerializer.Serialize(entries.ToDictionary(entry => entry.Name, entry => entry.Id)));

    // A shell whose command line reads like that of a program; it ends on SIGTERM.
    private Process Start(string program, params string[] arguments)
    {
        var process = Process.Start("bash", ["-c", "read -r -t 60 <> <(:)", program, .. arguments]);
        started.Add(process);
        return process;
    }

    private static int NoProcess()
    {
        using var ended = Process.Start("true");
        ended.WaitForExit();
        return ended.Id;
    }
}

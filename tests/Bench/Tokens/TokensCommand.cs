using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace KiPass.Bench.Tokens;

/// <summary><c>./kipass bench tokens</c>: opening and sealing a pass, alone, with BenchmarkDotNet.</summary>
internal static class TokensCommand
{
    public static Command Create()
    {
        var command = new Command("tokens", "Time and memory of opening and sealing one pass.");
        command.SetAction(_ =>
        {
            // In this process: a build of its own would not find the checkout's central package versions.
            var config = DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
            BenchmarkRunner.Run<PassBenchmarks>(config);
        });
        return command;
    }
}

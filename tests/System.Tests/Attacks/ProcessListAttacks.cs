using System.Diagnostics;
using KiPass.Testing;

namespace KiPass.SystemTests.Attacks;

/// <summary>Everyone on a machine can read the arguments of every process in <c>/proc</c>.</summary>
public sealed class ProcessListAttacks
{
    private const string Password = "superuser-secret-word";

    private static string Cli =>
        Path.Combine(
            KiPassStack.Root,
            "src",
            "Cli",
            "bin",
            new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
            "net10.0",
            "KiPass.Cli.dll"
        );

    [Fact, Attack("A user of the machine reads the database superuser's password in the process list")]
    public async Task Nobody_learns_a_password_from_the_process_list()
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Cli, "up", "--data", folder["data"], "--port-base", $"{FreePorts.NextBlock(8)}" },
            // Nothing listens there: the first database cannot be made.
            Environment =
            {
                ["KIPASS_POSTGRES"] = $"postgres://postgres:{Password}@127.0.0.1:1/postgres",
                ["Issuer__Demo"] = "true",
                ["Portal__Demo"] = "true",
            },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var up = Process.Start(start)!;
        var errors = up.StandardError.ReadToEndAsync();
        var output = up.StandardOutput.ReadToEndAsync();
        var provisioning = 0;

        while (!up.HasExited)
        {
            foreach (var arguments in Arguments())
            {
                Assert.DoesNotContain(Password, arguments, StringComparison.Ordinal);
                provisioning += arguments.Contains(folder.Path, StringComparison.Ordinal) && arguments.Contains("provision") ? 1 : 0;
            }
        }

        Assert.Contains("the server cannot be used", await errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, await errors + await output, StringComparison.Ordinal);
        Assert.True(provisioning > 0, "The program that makes the database was not seen.");
    }

    private static IEnumerable<string> Arguments()
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            string arguments;
            try
            {
                arguments = File.ReadAllText(Path.Combine(process, "cmdline"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended.
                continue;
            }
            yield return arguments;
        }
    }
}

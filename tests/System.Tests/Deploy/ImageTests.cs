using System.Diagnostics;
using System.Text.RegularExpressions;
using KiPass.Testing;

namespace KiPass.SystemTests.Deploy;

/// <summary>The image, as far as it can be made without a registry of images.</summary>
public sealed partial class ImageTests
{
    private static readonly string Dockerfile = Path.Combine(Manifests.Folder, "containers", "Dockerfile");

    [Fact]
    public void The_image_runs_as_nobody_from_a_base_without_a_shell()
    {
        var lines = File.ReadAllLines(Dockerfile);
        Assert.Equal("USER 1654", lines.Last(line => line.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.EndsWith("chiseled-extra", lines.Last(line => line.StartsWith("FROM ", StringComparison.Ordinal)));
        Assert.Equal(
            """ENTRYPOINT ["dotnet", "program.dll"]""",
            lines.Last(line => line.StartsWith("ENTRYPOINT", StringComparison.Ordinal))
        );
        Assert.DoesNotContain(lines, line => line.Contains(":latest", StringComparison.Ordinal));
        foreach (var program in new[] { "Silo", "Issuer", "Portal/Owners", "Portal/Officials" })
        {
            Assert.True(Directory.EnumerateFiles(Path.Combine(KiPassStack.Root, "src", program), "*.csproj").Count() == 1);
        }
    }

    /// What the Dockerfile runs after publishing is run here on what was built: its entry point must find the program, whatever that is.
    [Theory]
    [InlineData("Silo", "Register:Data")]
    [InlineData("Issuer", "Issuer:Number")]
    [InlineData("Portal/Owners", "Portal:Data")]
    [InlineData("Portal/Officials", "Portal:Data")]
    public async Task The_steps_of_the_image_make_a_program_that_its_entry_point_starts(string program, string setting)
    {
        using var folder = new TemporaryFolder();
        var steps = PublishSteps().Match(await File.ReadAllTextAsync(Dockerfile)).Groups["steps"].Value;
        Assert.Contains("dotnet publish", steps, StringComparison.Ordinal);
        steps = steps
            .Replace("--output", "--no-build --output", StringComparison.Ordinal)
            .Replace(" /program", $" {folder["program"]}", StringComparison.Ordinal)
            .Replace("\"/program", $"\"{folder["program"]}", StringComparison.Ordinal)
            .Replace("/empty-data", folder["data"], StringComparison.Ordinal)
            .Replace("-o 1654 -g 1654", "", StringComparison.Ordinal);
        var publish = new ProcessStartInfo("bash", ["-euc", steps]) { WorkingDirectory = KiPassStack.Root };
        publish.Environment["PROGRAM"] = program;
        var (made, printed) = await Tool.Ended(publish);
        Assert.True(made == 0, printed);

        if (program.StartsWith("Portal/", StringComparison.Ordinal))
        {
            var files = Path.Combine(folder["program"], "wwwroot", "_content", "KiPass.Portal.Shared");
            Assert.All(
                ["css/site.css", "js/drafts.js", "fonts/pretendard-400-ui.woff2"],
                file => Assert.True(File.Exists(Path.Combine(files, file)))
            );
        }

        var start = new ProcessStartInfo("dotnet", ["program.dll"]) { WorkingDirectory = folder["program"] };
        start.Environment[setting.Replace(":", "__", StringComparison.Ordinal)] = program == "Issuer" ? "0" : "";
        var (exitCode, output) = await Tool.Ended(start);

        Assert.Equal(2, exitCode);
        Assert.Contains(setting, output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^RUN (?<steps>(.*\\\n)*.*)$", RegexOptions.Multiline)]
    private static partial Regex PublishSteps();
}

using System.Diagnostics;
using System.Text.RegularExpressions;
using KiPass.Testing;

namespace KiPass.SystemTests.Deploy;

/// <summary>docker-compose parses the compose file, and nginx parses the configuration of the proxy between two of its networks.</summary>
[Needs("docker-compose", "nginx-light", "libnginx-mod-stream")]
public sealed class ComposeTests
{
    private static readonly string Folder = Path.Combine(Manifests.Folder, "compose");

    [Fact]
    public async Task Docker_compose_accepts_the_file_and_lists_every_service()
    {
        var (exitCode, output) = await Config(text => text);

        Assert.True(exitCode == 0, output);
        Assert.Equal(
            Manifests.Read("compose/compose.yaml").Single()["services"]!.AsObject().Select(service => service.Key).Order(),
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order()
        );
    }

    [Theory, InlineData("read_only: true", "readonly: true"), InlineData("depends_on: [register]", "depends_on: [registers]")]
    public async Task Docker_compose_rejects_a_misspelled_field_and_a_missing_service(string written, string wrong)
    {
        var (exitCode, output) = await Config(text =>
        {
            Assert.Contains(written, text, StringComparison.Ordinal);
            return text.Replace(written, wrong, StringComparison.Ordinal);
        });

        Assert.True(exitCode != 0, output);
    }

    [Fact]
    public async Task Nginx_accepts_the_register_gateway_configuration()
    {
        using var folder = new TemporaryFolder();
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, "register-gateway.conf"));
        // Debian has the module apart; the image has it built in. The name is compose's.
        await File.WriteAllTextAsync(
            folder["nginx.conf"],
            "load_module /usr/lib/nginx/modules/ngx_stream_module.so;\n"
                + text.Replace("register:", "127.0.0.1:", StringComparison.Ordinal)
                    .Replace("/tmp/nginx.pid", folder["nginx.pid"], StringComparison.Ordinal)
        );

        Assert.Contains(
            "test is successful",
            await Tool.Run("nginx", "-t", "-c", folder["nginx.conf"], "-e", folder["start.log"]),
            StringComparison.Ordinal
        );
    }

    // Debian's docker-compose is older than the name of a project in its file.
    private static async Task<(int ExitCode, string Output)> Config(Func<string, string> change)
    {
        using var folder = new TemporaryFolder();
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, "compose.yaml"));
        await File.WriteAllTextAsync(folder["compose.yaml"], change(Regex.Replace(text, "(?m)^name: kipass$", "")));
        return await Tool.Ended(
            new ProcessStartInfo("docker-compose", ["--file", folder["compose.yaml"], "config", "--services"])
            {
                WorkingDirectory = folder.Path,
            }
        );
    }
}

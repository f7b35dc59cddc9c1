using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using KiPass.Testing;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.SystemTests.Deploy;

/// <summary>
/// Goal: the manual is sufficient to set up a system on separate hosts. Method: run the manual's commands in order, one folder per host;
/// then start every program as in its systemd unit, including two silos, and check that the register can open a visitor's pass.
/// </summary>
[Needs("openssl")]
public sealed partial class SeparateHostsTests
{
    [Fact]
    public async Task The_manuals_commands_and_systemd_units_set_up_a_system_on_separate_hosts()
    {
        using var hosts = new TemporaryFolder();
        await using var postgres = await PostgresServer.StartAsync("fsync = off");
        var ports = FreePorts.NextBlock(12);
        var issuerUrl = $"http://127.0.0.1:{ports + 1}";
        var variables = new Dictionary<string, string>
        {
            ["PROGRAMS"] = hosts["programs"],
            ["HANDED"] = Directory.CreateDirectory(hosts["handed"]).FullName,
            ["TLS"] = Directory.CreateDirectory(hosts["tls"]).FullName,
            ["REGISTER"] = hosts["host-register"],
            ["OWNERS"] = hosts["host-owners"],
            ["ISSUER"] = hosts["host-issuer"],
            ["AUTHORITY"] = hosts["host-authority"],
            ["SUPERUSER"] = postgres.Url,
            ["ISSUER_NAME"] = "한빛패스",
            ["ISSUER_URL"] = issuerUrl,
        };
        foreach (var step in ManualScript.Names.Where(name => name.StartsWith("install-", StringComparison.Ordinal)))
        {
            await ManualScript.Run(step, variables);
        }
        await ManualScript.Run("certificates-last", variables);
        var register = Path.Combine(variables["REGISTER"], "register");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(register, "keys", "signing.json")));

        // A further host gets the folder as it is on the first.
        Copy(Path.Combine(variables["TLS"], "silo"), Path.Combine(register, "tls"));
        Copy(register, Path.Combine(hosts["host-second"], "register"));
        var started = new List<(Process Process, string Ready)>();
        var printed = new ConcurrentQueue<string>();
        try
        {
            Silo(variables["REGISTER"], ports);
            Silo(hosts["host-second"], ports + 6);
            Start(
                "kipass-issuer",
                variables["ISSUER"],
                ports + 1,
                ("Issuer__PublicUrl", issuerUrl),
                ("Issuer__Name", variables["ISSUER_NAME"]),
                // The unit names a gateway, which does not exist here.
                ("Issuer__Sms__Url", ""),
                ("Issuer__Demo", "true")
            );
            Portal("kipass-owners", variables["OWNERS"], "owners", ports + 2);
            Portal("kipass-officials", variables["AUTHORITY"], "officials", ports + 3);
            using var http = new HttpClient();
            foreach (var (process, ready) in started)
            {
                await Eventually.True(() => Answers(http, process, ready), $"{ready} answers", TimeSpan.FromSeconds(120));
            }

            Assert.Contains(printed, line => FirstAdministrator().IsMatch(line));
            Assert.True(
                JsonElement.DeepEquals(
                    JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(variables["HANDED"], "issuer.json"))).RootElement,
                    await http.GetFromJsonAsync<JsonElement>($"{issuerUrl}/.well-known/kipass-issuer.json")
                )
            );
            var pass = await Pass(http, issuerUrl);
            var folder = new DomainFolder(register);
            var keys = new ChannelKeyring(folder.AgreementKeys());
            keys.Pin(1, folder.Issuer(1)!.AgreementKey);
            Assert.Equal(PassVerdict.Opened, PassOpener.Open(pass, keys, out _));
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"{e.Message}\n{string.Join('\n', printed)}", e);
        }
        finally
        {
            foreach (var (process, _) in started)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
                process.Dispose();
            }
        }

        void Silo(string host, int port) =>
            Start(
                "kipass-register",
                host,
                port,
                ("Register__SiloPort", $"{port + 4}"),
                ("Register__PortalPort", $"{port + 5}"),
                ("Register__Tls__Authority", Path.Combine(host, "register", "tls", "authority.crt")),
                ("Register__Tls__Certificate", Path.Combine(host, "register", "tls", "silo.crt")),
                ("Register__Tls__Key", Path.Combine(host, "register", "tls", "silo.key"))
            );

        void Portal(string unit, string host, string tls, int port) =>
            Start(
                unit,
                host,
                port,
                ("Portal__RegisterCalls", $"https://127.0.0.1:{ports + 5},https://127.0.0.1:{ports + 11}"),
                ("Portal__TlsAuthority", Path.Combine(variables["TLS"], tls, "authority.crt")),
                ("Portal__TlsCertificate", Path.Combine(variables["TLS"], tls, "client.crt")),
                ("Portal__TlsKey", Path.Combine(variables["TLS"], tls, "client.key")),
                ("Portal__RegisterUrl", $"http://127.0.0.1:{ports}"),
                ("Portal__PublicUrl", $"http://127.0.0.1:{port}")
            );

        void Start(string unit, string host, int port, params (string Name, string Value)[] more)
        {
            var process = StartUnit(unit, variables["PROGRAMS"], host, port, more);
            process.OutputDataReceived += (_, line) => printed.Enqueue($"[{unit}] {line.Data}");
            process.ErrorDataReceived += (_, line) => printed.Enqueue($"[{unit}] {line.Data}");
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            started.Add((process, $"http://127.0.0.1:{port}/health/ready"));
        }
    }

    [Fact]
    public void The_manual_creates_every_secret_and_config_map_that_a_manifest_mounts()
    {
        var manual = File.ReadAllText(Path.Combine(KiPassStack.Root, "docs", "operations.md"));
        var mounted = Manifests
            .OfKind("StatefulSet")
            .SelectMany(set => Mounted().Matches(set.ToJsonString()))
            .Select(match => match.Groups["name"].Value)
            .Distinct()
            .ToList();

        Assert.Contains("register-keys", mounted);
        Assert.All(mounted, name => Assert.Contains(name, manual, StringComparison.Ordinal));
    }

    [Fact]
    public void Tests_run_every_manual_command_that_terminates_and_needs_no_cluster()
    {
        var tests = Directory
            .EnumerateFiles(Path.Combine(KiPassStack.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .ToList();
        Assert.Equal(ManualScript.Names, ManualScript.Names.Distinct());
        Assert.All(
            ManualScript.Names.Where(name => !name.StartsWith("install-", StringComparison.Ordinal)),
            name => Assert.Contains(tests, text => text.Contains($"Run(\"{name}\"", StringComparison.Ordinal))
        );
        var manual = File.ReadAllText(Path.Combine(KiPassStack.Root, "docs", "operations.md"));
        Assert.All(
            Untested().Matches(manual).SelectMany(block => block.Groups["script"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            line => Assert.Matches("^(./kipass up|kubectl create) ", line)
        );
    }

    // What the unit says, with this machine's places for its own; what stands in the host's .env file is given last, as systemd does.
    private static Process StartUnit(string unit, string programs, string host, int port, (string Name, string Value)[] more)
    {
        var text = File.ReadAllText(Path.Combine(Manifests.Folder, "systemd", $"{unit}.service"));
        string Here(string value) =>
            value
                .Replace("/opt/kipass", programs, StringComparison.Ordinal)
                .Replace("/var/lib/kipass", host, StringComparison.Ordinal)
                .Replace("/usr/bin/dotnet", "dotnet", StringComparison.Ordinal);
        var command = Here(ExecStart().Match(text).Groups["command"].Value).Split(' ');
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Here(WorkingDirectory().Match(text).Groups["folder"].Value),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (Match setting in UnitEnvironment().Matches(text))
        {
            start.Environment[setting.Groups["name"].Value] = Here(setting.Groups["value"].Value);
        }
        foreach (var (name, value) in more.Append(("Urls", $"http://127.0.0.1:{port}")).Append(("Telemetry__MetricsPort", "0")))
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }

    // As a visitor who has no text messages: the issuer shows the code in its simulated inbox.
    private static async Task<string> Pass(HttpClient http, string issuer)
    {
        var begun = await Post("/v1/verifications", new { phone = "010-2020-0610" });
        var inbox = await http.GetStringAsync($"{issuer}/simulated-inbox");
        var session = await Post(
            $"/v1/verifications/{begun.GetProperty("verificationId").GetString()}/confirm",
            new
            {
                code = Code().Match(inbox).Groups["code"].Value,
                name = "홍길동",
                birthDate = "1990-03-01",
                consent = true,
            }
        );
        http.DefaultRequestHeaders.Authorization = new("Bearer", session.GetProperty("sessionToken").GetString());
        return (await Post("/v1/passes", new { count = 1 })).GetProperty("passes")[0].GetProperty("pass").GetString()!;

        async Task<JsonElement> Post<T>(string path, T body)
        {
            using var answer = await http.PostAsJsonAsync($"{issuer}{path}", body);
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }
    }

    private static async Task<bool> Answers(HttpClient http, Process process, string ready)
    {
        if (process.HasExited)
        {
            throw new InvalidOperationException($"{ready}: the program ended with {process.ExitCode}.");
        }
        try
        {
            using var response = await http.GetAsync(ready);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    [GeneratedRegex(@"First administrator \(valid once, for 7 days\): http://127\.0\.0\.1:\d+/account/invitation/\S+")]
    private static partial Regex FirstAdministrator();

    [GeneratedRegex("\"(secretName|configMap\":{\"name)\":\"(?<name>[a-z-]+)\"")]
    private static partial Regex Mounted();

    [GeneratedRegex("^```sh\\n(?<script>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Untested();

    [GeneratedRegex("^ExecStart=(?<command>.*)$", RegexOptions.Multiline)]
    private static partial Regex ExecStart();

    [GeneratedRegex("^WorkingDirectory=(?<folder>.*)$", RegexOptions.Multiline)]
    private static partial Regex WorkingDirectory();

    [GeneratedRegex("^Environment=(?<name>[A-Za-z_]+)=(?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex UnitEnvironment();

    [GeneratedRegex("\"code\": ?\"(?<code>[0-9]{6})\"")]
    private static partial Regex Code();
}

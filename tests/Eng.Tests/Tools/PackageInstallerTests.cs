using KiPass.Eng.Tools;
using KiPass.Testing;

namespace KiPass.Eng.Tests.Tools;

public sealed class PackageInstallerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter said = new();

    private string Policy => folder["policy-rc.d"];

    public void Dispose()
    {
        folder.Dispose();
        said.Dispose();
    }

    [Fact]
    public async Task Only_missing_packages_are_installed()
    {
        await Installer().Require([Package("missing"), Package("present", "/bin/sh")], "the chosen tests", said, default);

        Assert.Equal("installing missing\n", said.ToString());
        Assert.Equal(["update -q", "install -y -q --no-install-recommends missing"], Called());
    }

    [Fact]
    public async Task Services_cannot_start_during_package_installation()
    {
        await Installer("\"$POLICY\"; echo $? >\"$POLICY.answered\"").Require([Package("missing")], "tests", said, default);

        Assert.Equal("101\n", await File.ReadAllTextAsync(Policy + ".answered"));
        Assert.False(File.Exists(Policy));
    }

    [Fact]
    public async Task The_service_policy_is_removed_when_the_installation_fails()
    {
        var installer = Installer("echo 'no network' >&2; exit 100");

        var failure = await Assert.ThrowsAsync<EngException>(() => installer.Require([Package("missing")], "tests", said, default));

        Assert.Equal((1, "apt-get update failed: no network"), (failure.ExitCode, failure.Message));
        Assert.False(File.Exists(Policy));
    }

    [Fact]
    public async Task An_existing_service_policy_of_the_machine_is_kept()
    {
        await File.WriteAllTextAsync(Policy, "#!/bin/sh\nexit 0\n");

        await Installer().Require([Package("missing")], "tests", said, default);

        Assert.Equal("#!/bin/sh\nexit 0\n", await File.ReadAllTextAsync(Policy));
    }

    [Fact]
    public async Task Without_install_rights_one_line_lists_the_missing_packages()
    {
        var installer = new PackageInstaller(mayInstall: false, AptGet(""), Policy);

        var failure = await Assert.ThrowsAsync<EngException>(() =>
            installer.Require([Package("wrk"), Package("postgresql"), Package("present", "/bin/sh")], "bench scan", said, default)
        );

        Assert.Equal(
            (2, "For bench scan, install these Debian packages as root: apt-get install wrk postgresql"),
            (failure.ExitCode, failure.Message)
        );
        Assert.Empty(Called());
    }

    [Fact]
    public async Task The_installer_runs_nothing_when_no_package_is_missing()
    {
        await Installer().Require([Package("present", "/bin/sh")], "tests", said, default);

        Assert.Equal("", said.ToString());
        Assert.Empty(Called());
    }

    private static DebianPackage Package(string name, string file = "/nosuch/file") => new(name, [file]);

    private PackageInstaller Installer(string script = "") => new(mayInstall: true, AptGet(script), Policy);

    private string[] Called() => File.Exists(folder["called"]) ? File.ReadAllLines(folder["called"]) : [];

    private string AptGet(string script)
    {
        var file = folder["apt-get"];
        File.WriteAllText(file, $"#!/bin/sh\nPOLICY={Policy}\necho \"$*\" >>{folder["called"]}\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return file;
    }
}

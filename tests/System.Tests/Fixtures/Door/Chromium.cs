using KiPass.SystemTests.Door;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Fixtures;

/// <summary>Debian's Chromium, steered by Playwright, without sandbox (tests run as root) and without requests of its own.</summary>
[Needs("chromium-headless-shell", "fonts-noto-cjk")]
internal static class Chromium
{
    // The same browser without windows and menus of its own, which nobody sees here and which cost a third of the time.
    private const string Program = "/usr/bin/chromium-headless-shell";

    private const string WithWindows = "/usr/bin/chromium";

    private static readonly string[] Quiet =
    [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-gpu",
        "--disable-quic",
    ];

    public static Task<IBrowser> Launch(IPlaywright playwright, FakeCamera? camera = null) =>
        playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = Arguments(camera) });

    /// <summary>A browser for which a name stands for this machine, whatever its certificate.</summary>
    public static Task<IBrowser> LaunchFor(IPlaywright playwright, string name) =>
        playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Program,
                Args = [.. Quiet, $"--host-resolver-rules=MAP {name} 127.0.0.1", "--ignore-certificate-errors"],
            }
        );

    /// <summary>
    /// A browser of somebody with a home folder of their own, in whose certificate store (NSS, where Chromium looks on Linux) a test may put
    /// what people install on their device.
    /// </summary>
    public static Task<IBrowser> LaunchAtHome(IPlaywright playwright, string home, FakeCamera camera) =>
        playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = WithWindows,
                Args = Arguments(camera),
                Env = Environment
                    .GetEnvironmentVariables()
                    .Cast<System.Collections.DictionaryEntry>()
                    .Select(entry => KeyValuePair.Create((string)entry.Key, (string)entry.Value!))
                    .Where(entry => !entry.Key.StartsWith("XDG_", StringComparison.Ordinal) && entry.Key != "HOME")
                    .Append(KeyValuePair.Create("HOME", home)),
            }
        );

    /// <summary>A browser with a profile on disk, which survives it.</summary>
    public static Task<IBrowserContext> LaunchProfile(IPlaywright playwright, string profile, FakeCamera camera) =>
        playwright.Chromium.LaunchPersistentContextAsync(
            profile,
            new BrowserTypeLaunchPersistentContextOptions
            {
                ExecutablePath = Program,
                Args = Arguments(camera),
                Locale = "ko-KR",
                Permissions = ["camera"],
            }
        );

    private static string[] Arguments(FakeCamera? camera) =>
        camera is null
            ? Quiet
            :
            [
                .. Quiet,
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                $"--use-file-for-fake-video-capture={camera.Path}",
            ];
}

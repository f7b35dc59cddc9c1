using System.Diagnostics;
using KiPass.SystemTests.Door;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Fixtures;

/// <summary>A decoder of QR codes of another make than the scanner's.</summary>
[Needs("zbar-tools")]
internal static class ZBar
{
    /// <summary>The text of the code in a picture; empty when there is none.</summary>
    public static async Task<string> Read(string file)
    {
        var start = new ProcessStartInfo("zbarimg", ["--quiet", "--raw", "--nodbus", file]) { RedirectStandardOutput = true };
        using var zbar = Process.Start(start)!;
        var text = await zbar.StandardOutput.ReadToEndAsync();
        await zbar.WaitForExitAsync();
        return text.TrimEnd('\n');
    }

    /// <summary>The code that a visitor's page shows; empty while it shows none.</summary>
    public static async Task<string> CodeOnScreen(this IPage page)
    {
        await page.Locator("#qr svg").First.WaitForAsync();
        using var folder = new TemporaryFolder();
        await page.Locator("#qr").ScreenshotAsync(new LocatorScreenshotOptions { Path = folder["code.png"] });
        return await Read(folder["code.png"]);
    }
}

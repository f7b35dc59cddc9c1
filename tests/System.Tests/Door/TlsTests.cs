using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door;

/// <summary>
/// Goal: phones in the same network can use camera and service worker. <c>./kipass up --tls --host ADDRESS</c> at an address of this machine
/// that is not loopback, with one browser that installed the certificate as the page describes and one that did not.
/// </summary>
[Needs("chromium", "libnss3-tools")]
public sealed class TlsTests
{
    [Fact]
    public async Task Apps_work_over_TLS_on_the_LAN_only_after_the_certificate_is_installed()
    {
        using var folder = new TemporaryFolder();
        await using var stack = await KiPassStack.Start(demo: true, host: Address());
        using var playwright = await Playwright.CreateAsync();
        using var camera = new FakeCamera(folder["camera.y4m"]);
        var (stranger, installed) = (Home(folder["stranger"]), Home(folder["installed"]));

        await using (var browser = await Chromium.LaunchAtHome(playwright, stranger, camera))
        {
            await InstallFromThePage(browser, stack, installed);
            var page = await browser.NewPageAsync();
            var warned = await Assert.ThrowsAsync<PlaywrightException>(() => page.GotoAsync(stack.Issuer.ToString()));
            Assert.Contains("ERR_CERT_AUTHORITY_INVALID", warned.Message, StringComparison.Ordinal);
        }

        await using var trusting = await Chromium.LaunchAtHome(playwright, installed, camera);
        var session = stack.Demo.GetProperty("visitors")[0].GetProperty("sessionToken").GetString();
        await using var phone = await VisitorPhone.Open(trusting, stack.Issuer, session, options: null);
        await phone.Page.Locator("#qr svg").First.WaitForAsync();
        Assert.True(await phone.Page.EvaluateAsync<bool>("isSecureContext"));
        await phone.Page.Until("navigator.serviceWorker.controller !== null");

        var code = stack.Demo.GetProperty("facilities")[0].GetProperty("pairingCodes")[0].GetString();
        var context = await trusting.NewContextAsync(new BrowserNewContextOptions { Locale = "ko-KR", Permissions = ["camera"] });
        await using var scanner = await DoorScanner.Open(context, stack.Register, camera, waitForDoor: false, $"#pair={code}");
        await scanner.Page.ClickAsync("button[type=submit]");
        await scanner.WaitForReader();
        await scanner.Page.Until("navigator.serviceWorker.controller !== null");
        camera.Show(await phone.Picture());
        Assert.Equal("accepted", (await scanner.NextVerdict()).Kind);

        // A portal's circuit, too, comes over the same certificate.
        var owner = await trusting.NewPageAsync();
        var answer = await owner.GotoAsync(stack.Owners.ToString());
        Assert.Equal(200, answer!.Status);
    }

    // As people do it: open the page that `up` names, compare the fingerprint, download, install.
    private static async Task InstallFromThePage(IBrowser browser, KiPassStack stack, string home)
    {
        var address = stack.Printed.Single(line => line.Contains("install this certificate", StringComparison.Ordinal)).Split(' ')[^4];
        var printed = stack.Printed.Single(line => line.Contains("fingerprint", StringComparison.Ordinal)).Split(": ")[1];
        foreach (var look in new[] { Look.Phone, Look.Tablet })
        {
            await using var looking = await browser.NewContextAsync(look.Options());
            var seen = await looking.NewPageAsync();
            await seen.GotoAsync(address);
            var pictures = new StatePictures(seen, "install", look);
            await pictures.See("certificate");
            pictures.AssertAllWell();
        }
        var page = await browser.NewPageAsync();
        await page.GotoAsync(address);
        Assert.Equal(printed, await page.Locator("#fingerprint").InnerTextAsync());
        foreach (var system in new[] { "iPhone", "Android", "Windows" })
        {
            Assert.Equal(1, await page.Locator($"h2:has-text('{system}') + ol").CountAsync());
        }
        var links = await page.Locator("ul a").EvaluateAllAsync<string[]>("links => links.map((link) => link.href)");
        Assert.Equal([stack.Issuer.ToString(), new Uri(stack.Register, "/scanner/").ToString(), stack.Owners.ToString()], links);

        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("a.button"));
        var file = Path.Combine(home, download.SuggestedFilename);
        await download.SaveAsAsync(file);
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        Assert.Equal(
            printed.Replace(" ", "", StringComparison.Ordinal),
            certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)
        );
        var store = Path.Combine(home, ".pki", "nssdb");
        Directory.CreateDirectory(store);
        await CertUtil("-d", $"sql:{store}", "-N", "--empty-password");
        await CertUtil("-d", $"sql:{store}", "-A", "-t", "C,,", "-n", "kipass", "-i", file);
    }

    private static async Task CertUtil(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("certutil", arguments) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
    }

    private static string Home(string path) => Directory.CreateDirectory(path).FullName;

    // A machine without any network still has loopback addresses that no browser trusts for their name.
    private static string Address() =>
        NetworkInterface
            .GetAllNetworkInterfaces()
            .Where(card => card.OperationalStatus == OperationalStatus.Up && card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork)
            ?.ToString()
        ?? IPAddress.Parse("127.0.0.2").ToString();
}

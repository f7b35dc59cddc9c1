using KiPass.SystemTests.Door.Apps;
using KiPass.Testing;

namespace KiPass.SystemTests.Attacks;

/// <summary>A visitor who is alone with a kiosk.</summary>
[Collection(AppGroup.Name)]
public sealed class KioskAttackTests(AppFixture apps)
{
    [Fact]
    [Attack("A visitor guesses the PIN of an unattended kiosk to reach its settings")]
    public async Task Nobody_ends_a_kiosk_by_guessing_its_PIN()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        var page = scanner.Page;
        await DoorInformationTests.StartKiosk(page, "135790");
        await scanner.Reload(waitForReader: false);
        await DoorInformationTests.Hold(page);
        foreach (var guess in (string[])["", "0000", "1234", "13579", "1357900"])
        {
            await page.FillAsync("dialog input.pin", guess);
            await page.ClickAsync("dialog button[type=submit]");
            await page.Locator("dialog .field-error:has-text('PIN이 달라요')").WaitForAsync();
        }

        // After five guesses even the right one has to wait.
        await page.FillAsync("dialog input.pin", "135790");
        await page.ClickAsync("dialog button[type=submit]");
        await page.Locator("dialog .field-error:has-text('1분 뒤에')").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        Assert.False(await page.Locator("nav.tools").IsVisibleAsync());
    }
}

using System.Diagnostics;
using KiPass.Testing;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door;

/// <summary>Goal: a phone that was online once shows valid codes for three days without the issuer.</summary>
[Collection(DoorGroup.Name)]
public sealed class StoppedIssuerTests(DoorFixture door)
{
    private const int Minutes = 2;
    private const int SlotsOfAMinute = 4;
    private const int Hour = 3_600_000;

    [Fact]
    public async Task Codes_are_accepted_for_two_minutes_and_computed_for_three_days_while_the_issuer_is_stopped()
    {
        await using var phone = await door.OpenPhone(signedIn: false, script: AppFixture.Time);
        var page = phone.Page;
        await VisitorActions.SignUp(page, "사공시험", "1991-04-16", VisitorPageTests.NextNumber());
        await page.FillAsync("input.code", (await page.Locator(".inbox output").InnerTextAsync()).Trim());
        await page.Locator("#qr svg").First.WaitForAsync();
        await page.Until("navigator.serviceWorker.controller !== null");
        await Signal("STOP");
        try
        {
            await page.Context.SetOfflineAsync(true);
            await page.ReloadAsync();
            var seen = new HashSet<string>();
            for (var slot = 0; slot < Minutes * SlotsOfAMinute; slot++)
            {
                var code = await NextCode(page, seen);
                var reply = await door.DeviceHttp.Scan(code, Guid.NewGuid());
                Assert.True(reply.Code == "accepted", $"slot {slot}: {reply.Code}");
            }

            var keys = RegistersKeys();
            foreach (var later in new[] { 20 * Hour, 24 * Hour })
            {
                await page.EvaluateAsync($"goAhead({later} - ahead)");
                await page.ReloadAsync();
                var verdict = PassOpener.Open(await NextCode(page, seen), keys, out var pass);
                Assert.Equal(PassVerdict.Opened, verdict);
                var now = TimeProvider.System.GetUtcNow().AddMilliseconds(later).ToUnixTimeSeconds();
                Assert.InRange(now - pass.Slot, -1, Pass.SlotSeconds + 2);
            }
        }
        finally
        {
            await Signal("CONT");
        }
    }

    // A code that was not on the screen before; the next slot's when the page still shows the last one.
    private static async Task<string> NextCode(IPage page, HashSet<string> seen)
    {
        var code = "";
        await Eventually.True(
            async () => (code = await page.CodeOnScreen()).StartsWith("KP2:", StringComparison.Ordinal) && seen.Add(code),
            "another code is on the screen",
            TimeSpan.FromSeconds(2 * Pass.SlotSeconds)
        );
        return code;
    }

    private ChannelKeyring RegistersKeys()
    {
        var register = new DomainFolder(Path.Combine(door.Stack.Data, "register"));
        var keys = new ChannelKeyring(register.AgreementKeys());
        foreach (var issuer in register.Issuers())
        {
            keys.Pin(issuer.Number, issuer.AgreementKey);
        }
        return keys;
    }

    // A stopped process takes connections but answers none, which is worse than a dead one: up would restart that.
    private async Task Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{door.Stack.ProcessId("issuer")}"]);
        await kill.WaitForExitAsync();
    }
}

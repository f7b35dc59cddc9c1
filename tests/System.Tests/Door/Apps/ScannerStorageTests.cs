using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door.Apps;

/// <summary>Whatever the browser takes from the scanner app, it opens again: database, decoder, camera, sound.</summary>
[Collection(AppGroup.Name)]
public sealed class ScannerStorageTests(AppFixture apps)
{
    [Theory]
    [InlineData("lastDatabase.close()")]
    [InlineData("lastDatabase.close(); lastDatabase.dispatchEvent(new Event('close'))")]
    [InlineData(
        """
            {
              const [dead, real] = [lastDatabase, IDBDatabase.prototype.transaction];
              IDBDatabase.prototype.transaction = function (...values) {
                if (this === dead) throw new DOMException("Connection to Indexed Database server lost.", "UnknownError");
                return real.apply(this, values);
              };
            }
            undefined
            """
    )]
    public async Task A_connection_that_the_browser_closed_is_opened_again(string close)
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server, AppFixture.WatchDatabase);
        server.IsDown = true;
        Assert.Equal("kept", (await scanner.ReadAndSee(server.Pass())).Kind);
        await scanner.GoOn();

        await scanner.Page.EvaluateAsync(close);
        Assert.Equal("kept", (await scanner.ReadAndSee(server.Pass())).Kind);
        await scanner.GoOn();
        await scanner.WaitForKept(2);

        await scanner.Page.EvaluateAsync("lastDatabase.close()");
        server.IsDown = false;
        await scanner.WaitForKept(0);
        Assert.Equal([("accepted", null), ("accepted", null)], await scanner.ReadList());
    }

    [Fact]
    public async Task Another_tab_may_upgrade_or_delete_the_database()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        var upgraded = await scanner.Page.EvaluateAsync<string>(
            """
            new Promise((resolve) => {
              const deleting = indexedDB.deleteDatabase("kipass-scanner");
              deleting.onblocked = () => resolve("blocked");
              deleting.onsuccess = () => resolve("deleted");
            })
            """
        );
        Assert.Equal("deleted", upgraded);
        server.IsDown = true;
        Assert.Equal("kept", (await scanner.ReadAndSee(server.Pass())).Kind);
        await scanner.GoOn();
        server.IsDown = false;
        await scanner.WaitForKept(0);
    }

    [Fact]
    public async Task A_database_that_does_not_open_at_first_is_tried_again()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(
            server,
            """
            globalThis.isBroken = true;
            const open = IDBFactory.prototype.open;
            IDBFactory.prototype.open = function (...values) {
              if (isBroken) throw new DOMException("Internal error.", "UnknownError");
              return open.apply(this, values);
            };
            """
        );
        // With network the visit is recorded all the same; without, the true cause is named.
        Assert.Equal("accepted", (await scanner.ReadAndSee(server.Pass())).Kind);
        await scanner.GoOn();
        server.IsDown = true;
        var lost = await scanner.ReadAndSee(server.Pass());
        Assert.Equal(("lost", "storage-missing"), (lost.Kind, lost.Code));
        Assert.Contains("저장 공간을 쓸 수 없고", await scanner.Page.Locator(".verdict").InnerTextAsync(), StringComparison.Ordinal);
        await scanner.GoOn();

        await scanner.Page.EvaluateAsync("isBroken = false");
        Assert.Equal("kept", (await scanner.ReadAndSee(server.Pass())).Kind);
        await scanner.GoOn();
    }

    [Fact]
    public async Task Site_data_that_somebody_clears_does_not_end_the_work()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        var devtools = await scanner.Context.NewCDPSessionAsync(scanner.Page);
        await devtools.SendAsync(
            "Storage.clearDataForOrigin",
            new Dictionary<string, object> { ["origin"] = server.Address.GetLeftPart(UriPartial.Authority), ["storageTypes"] = "indexeddb" }
        );
        server.IsDown = true;
        Assert.Equal("kept", (await scanner.ReadAndSee(server.Pass())).Kind);
        await scanner.GoOn();
        await scanner.WaitForKept(1);
    }

    [Fact]
    public async Task A_decoder_that_dies_is_replaced()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(
            server,
            """
            globalThis.workers = [];
            globalThis.Worker = class extends Worker { constructor(...values) { super(...values); workers.push(this); } };
            """,
            camera: true
        );
        await scanner.WaitForReader();
        await scanner.Page.EvaluateAsync("workers[0].terminate()");
        await scanner.Page.Until("workers.length === 2", 30_000);
        apps.Camera.Show(FakeCamera.Picture(server.Pass()));
        Assert.Equal("accepted", (await scanner.NextVerdict()).Kind);
        await scanner.GoOn();
    }

    [Fact]
    public async Task A_camera_that_went_off_starts_again_by_itself()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server, camera: true);
        await scanner.WaitForReader();
        await scanner.Page.EvaluateAsync("document.querySelector('video').srcObject.getVideoTracks()[0].dispatchEvent(new Event('ended'))");
        await scanner.Page.Locator(".panel.trouble").WaitForAsync();
        await scanner.WaitForReader();
        Assert.Equal(0, await scanner.Page.Locator(".panel").CountAsync());
        apps.Camera.Show(FakeCamera.Picture(server.Pass()));
        Assert.Equal("accepted", (await scanner.NextVerdict()).Kind);
        await scanner.GoOn();
    }

    [Fact]
    public async Task A_sound_that_the_browser_ended_is_made_anew_at_the_next_tap()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(
            server,
            """
            globalThis.sounds = [];
            globalThis.AudioContext = class extends AudioContext { constructor(...values) { super(...values); sounds.push(this); } };
            """
        );
        await scanner.Page.Mouse.ClickAsync(300, 300);
        await scanner.Page.Until("sounds.length === 1 && sounds[0].state === 'running'");
        await scanner.Page.EvaluateAsync("sounds[0].close()");
        await scanner.Page.Mouse.ClickAsync(300, 300);
        await scanner.Page.Until("sounds.length === 2 && sounds[1].state === 'running'");
    }
}

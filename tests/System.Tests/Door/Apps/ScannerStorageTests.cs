using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door.Apps;

/// <summary>The scanner app recovers resources that the browser closed: database, decoder, camera and sound.</summary>
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
    public async Task The_scanner_reopens_a_database_connection_that_the_browser_closed(string close)
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
    public async Task The_scanner_does_not_block_another_tab_from_deleting_the_database()
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
    public async Task The_scanner_retries_a_database_that_failed_to_open()
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
    public async Task The_scanner_keeps_working_after_its_site_data_is_cleared()
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
    public async Task The_scanner_replaces_a_crashed_decoder()
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
    public async Task The_scanner_restarts_a_camera_that_stopped()
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
    public async Task The_next_tap_recreates_an_audio_context_that_the_browser_closed()
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

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KiPass.SystemTests.Visits;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door;

/// <summary>Goal: despite any failure, each queued scan (amber) results in exactly one visit or in a visible refusal.</summary>
[Collection(DoorGroup.Name)]
public sealed class OfflineQueueTests(DoorFixture door)
{
    [Fact]
    public async Task Offline_scans_survive_a_reload_and_are_sent_once_with_their_original_time()
    {
        await using var scanner = await door.OpenScanner();
        await scanner.Page.Until("navigator.serviceWorker.controller !== null");
        await scanner.Context.SetOfflineAsync(true);

        var firstAt = door.Camera.Show(FakeCamera.Picture(await door.NextVisitor().Pass()));
        var first = await scanner.NextVerdict();
        Assert.Equal("kept", first.Kind);
        Assert.Contains("저장했어요", await scanner.Page.Locator(".verdict").InnerTextAsync(), StringComparison.Ordinal);
        await scanner.GoOn();

        // The same code again, after its quiet time, is recognised on the device alone; a used-up slot is too.
        var second = await door.NextVisitor().Pass();
        door.Camera.Show(FakeCamera.Picture(second));
        Assert.Equal("kept", (await scanner.NextVerdict()).Kind);
        await scanner.GoOn();
        await scanner.Page.LetPass(4500);
        door.Camera.Show(FakeCamera.Picture(second));
        var again = await scanner.NextVerdict();
        Assert.Equal(("refused", "pass-already-used"), (again.Kind, again.Code));
        await scanner.GoOn();
        await scanner.WaitForKept(2);

        // The page itself comes from the device.
        await scanner.Reload();
        await scanner.WaitForKept(2);
        Assert.Empty(Recorded(scanner));

        await scanner.Context.SetOfflineAsync(false);
        await scanner.WaitForKept(0);
        await scanner.Page.Locator(".news:has-text('저장한 2건을 보냈어요')").WaitForAsync();
        Assert.Equal([("accepted", null), ("accepted", null)], await scanner.ReadList());
        Assert.Equal(2, Recorded(scanner).Count);
        var sent = scanner.Posted("/v1/scans/batch").SelectMany(body => body.GetProperty("scans").EnumerateArray()).ToList();
        Assert.True(Math.Abs((sent[0].GetProperty("scannedAt").GetDateTimeOffset() - firstAt).TotalSeconds) < 5);
    }

    [Fact]
    public async Task A_killed_browser_delivers_its_queued_scans_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        using var camera = new FakeCamera(folder["camera.y4m"]);
        var profile = folder["profile"];
        var context = await Chromium.LaunchProfile(door.Playwright, profile, camera);
        var scanner = await DoorScanner.Open(context, door.Stack.Register, camera, waitForDoor: false, $"#pair={door.NextPairingCode()}");
        await scanner.Page.ClickAsync("button[type=submit]");
        await scanner.WaitForReader();
        await context.SetOfflineAsync(true);
        foreach (var pass in new[] { await door.NextVisitor().Pass(), await door.NextVisitor().Pass() })
        {
            camera.Show(FakeCamera.Picture(pass));
            Assert.Equal("kept", (await scanner.NextVerdict()).Kind);
            await scanner.GoOn();
        }
        KillBrowserOf(profile);

        await using var restarted = await Chromium.LaunchProfile(door.Playwright, profile, camera);
        await using var next = await DoorScanner.Open(restarted, door.Stack.Register, camera);
        await next.WaitForKept(0);
        Assert.Equal(2, Recorded(next).Count);
        Assert.Equal(2, next.SentScans.Distinct().Count());
        Assert.Equal([("accepted", null), ("accepted", null)], await next.ReadList());
    }

    [Fact]
    public async Task No_visit_is_lost_when_the_register_is_killed_during_delivery()
    {
        await using var scanner = await door.OpenScanner();
        var passes = new Queue<string>();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            passes.Enqueue(await door.NextVisitor().Pass());
        }
        door.Camera.Show(FakeCamera.Picture(passes.Dequeue()));
        Assert.Equal("accepted", (await scanner.NextVerdict()).Kind);
        await scanner.GoOn();

        door.Stack.Kill("register");
        while (passes.Count > 0)
        {
            door.Camera.Show(FakeCamera.Picture(passes.Dequeue()));
            Assert.Contains((await scanner.NextVerdict()).Kind, new[] { "kept", "accepted" });
            await scanner.GoOn();
        }
        await scanner.WaitForKept(0, patienceMs: 60_000);
        Assert.Equal(3, Recorded(scanner).Count);
        Assert.All(await scanner.ReadList(), entry => Assert.Equal("accepted", entry.State));
    }

    [Fact]
    public async Task Two_tabs_send_each_queued_scan_once()
    {
        await using var scanner = await door.OpenScanner();
        var other = await scanner.Context.NewPageAsync();
        await other.GotoAsync(new Uri(door.Stack.Register, "/scanner/").ToString());
        await other.WaitForSelectorAsync(".door");
        await scanner.Context.SetOfflineAsync(true);
        // Typed, so that one tab gets it: both look through the same lens.
        await scanner.Page.BringToFrontAsync();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            await scanner.Page.Keyboard.TypeAsync(await door.NextVisitor().Pass());
            await scanner.Page.Keyboard.PressAsync("Enter");
            Assert.Equal("kept", (await scanner.NextVerdict()).Kind);
            await scanner.GoOn();
        }
        await scanner.Context.SetOfflineAsync(false);
        await scanner.WaitForKept(0);
        await other.Until("document.querySelector('.queue').hidden");
        var ids = scanner.DeliveredScans();
        Assert.Equal((4, 4), (ids.Count, ids.Distinct().Count()));
        Assert.Equal(4, Recorded(scanner).Count);
    }

    [Fact]
    public async Task Five_hundred_queued_scans_are_each_delivered_once_within_ten_seconds()
    {
        const int Many = 500;
        await using var scanner = await door.OpenScanner();
        await scanner.Page.Until("navigator.serviceWorker.controller !== null");
        await scanner.Context.SetOfflineAsync(true);
        var entries = await KeptEntries(Many);
        await scanner.Page.EvaluateAsync(
            """
            (entries) => new Promise((resolve, reject) => {
              const opening = indexedDB.open("kipass-scanner");
              opening.onsuccess = () => {
                const transaction = opening.result.transaction("entries", "readwrite");
                for (const entry of entries) transaction.objectStore("entries").add(entry);
                transaction.oncomplete = () => { opening.result.close(); resolve(); };
                transaction.onerror = () => reject(transaction.error);
              };
            })
            """,
            entries
        );
        // A start without network, as after a night in a cellar.
        await scanner.Reload();
        await scanner.WaitForKept(Many);

        var clock = Stopwatch.StartNew();
        await scanner.Context.SetOfflineAsync(false);
        await scanner.WaitForKept(0);
        var took = clock.Elapsed;
        Assert.True(took < TimeSpan.FromSeconds(10), $"500 kept scans took {took}.");
        TestContext.Current.SendDiagnosticMessage("500 kept scans delivered in {0:0.0} s", took.TotalSeconds);
        var ids = scanner.DeliveredScans();
        Assert.Equal((Many, Many), (ids.Count, ids.Distinct().Count()));
        Assert.Equal(Many, Recorded(scanner).Count);
    }

    [Fact]
    public async Task The_scanner_warns_that_a_full_disk_prevented_recording_the_visit()
    {
        await using var scanner = await door.OpenScanner();
        // Chromium's own limit, which it reports like a full disk; nothing of the page is replaced.
        var devtools = await scanner.Context.NewCDPSessionAsync(scanner.Page);
        await devtools.SendAsync(
            "Storage.overrideQuotaForOrigin",
            new Dictionary<string, object> { ["origin"] = door.Stack.Register.GetLeftPart(UriPartial.Authority), ["quotaSize"] = 1 }
        );
        await UntilWritesAreRefused(scanner.Page);
        // With network the visit is recorded all the same.
        door.Camera.Show(FakeCamera.Picture(await door.NextVisitor().Pass()));
        Assert.Equal("accepted", (await scanner.NextVerdict()).Kind);
        await scanner.GoOn();
        await scanner.Context.SetOfflineAsync(true);
        door.Camera.Show(FakeCamera.Picture(await door.NextVisitor().Pass()));
        Assert.Equal("lost", (await scanner.NextVerdict()).Kind);
        Assert.Contains("저장 공간이 가득", await scanner.Page.Locator(".verdict").InnerTextAsync(), StringComparison.Ordinal);
        await scanner.GoOn();
    }

    // Chromium grants small writes from what it last knew to be free, for up to 30 s, before it applies a new limit.
    private static Task UntilWritesAreRefused(IPage page) =>
        Eventually.True(
            () =>
                page.EvaluateAsync<bool>(
                    """
                    () => new Promise((resolve) => {
                      const opening = indexedDB.open("probe", 1);
                      opening.onupgradeneeded = () => opening.result.createObjectStore("bytes", { autoIncrement: true });
                      opening.onerror = () => resolve(opening.error.name === "QuotaExceededError");
                      opening.onsuccess = () => {
                        const transaction = opening.result.transaction("bytes", "readwrite");
                        transaction.objectStore("bytes").add(new Uint8Array(1024));
                        transaction.oncomplete = () => resolve(false);
                        transaction.onabort = () => resolve(transaction.error?.name === "QuotaExceededError");
                        opening.result.close();
                      };
                    })
                    """
                ),
            "the browser refuses to write",
            TimeSpan.FromMinutes(2),
            TimeSpan.FromMilliseconds(250)
        );

    private IReadOnlyList<Guid> Recorded(DoorScanner scanner) =>
        RecordedVisits.Among(door.Stack.Data, scanner.SentScans.Select(Guid.Parse));

    // As a tab leaves them that was offline: passes of real visitors, scanned in their slot.
    private async Task<object[]> KeptEntries(int count)
    {
        var visitors = Enumerable.Range(0, 25).Select(_ => door.NextVisitor()).ToList();
        // The issuer may begin two answers with the same ticket, which in one slot gives the same code.
        var entries = new Dictionary<string, object>();
        while (entries.Count < count)
        {
            foreach (var pass in await Task.WhenAll(visitors.Select(visitor => visitor.Pass())))
            {
                entries.TryAdd(pass, KeptEntry(pass));
            }
        }
        return [.. entries.Values.Take(count)];
    }

    private object KeptEntry(string pass) =>
        new
        {
            scanId = Guid.NewGuid().ToString(),
            kind = "qr",
            pass,
            at = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            facilityId = door.DeviceHttp.FacilityId.ToString(),
            state = "kept",
            wasKept = true,
        };

    // SIGKILL to the browser of that profile alone, as when the tablet's battery ends.
    private static void KillBrowserOf(string profile)
    {
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                var commandLine = $"/proc/{process.Id}/cmdline";
                if (File.Exists(commandLine) && Read(commandLine).Contains($"--user-data-dir={profile}\0", StringComparison.Ordinal))
                {
                    process.Kill();
                }
            }
        }
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            // The process ended meanwhile.
            return "";
        }
    }
}

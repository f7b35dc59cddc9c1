using System.Collections.Concurrent;
using System.Text.Json;
using KiPass.SystemTests.Door;
using Microsoft.Playwright;
// Orleans has one too.
using IRequest = Microsoft.Playwright.IRequest;

namespace KiPass.SystemTests.Fixtures;

/// <summary>What the scanner app showed over the whole screen.</summary>
internal sealed record Shown(string Kind, string? Code, DateTimeOffset At);

/// <summary>One tab of the scanner app before the fake camera, and what it asked the register.</summary>
internal sealed class DoorScanner : IAsyncDisposable
{
    // Notes when each verdict appeared, by the clock of this machine.
    private const string Watch = """
        globalThis.shown = [];
        new MutationObserver((changes) => {
          for (const node of changes.flatMap((change) => [...change.addedNodes])) {
            const button = node.querySelector?.(".verdict");
            if (button) shown.push({ kind: button.dataset.kind, code: button.dataset.code ?? null, at: performance.timeOrigin + performance.now() });
          }
        }).observe(document, { childList: true, subtree: true });
        """;

    private readonly ConcurrentQueue<IRequest> requests;
    private int seen;

    private DoorScanner(IBrowserContext context, IPage page, FakeCamera camera, ConcurrentQueue<IRequest> requests)
    {
        Context = context;
        Page = page;
        Camera = camera;
        this.requests = requests;
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public FakeCamera Camera { get; }

    /// <summary>Scan ids that were sent to the register, in order, by any tab or single or in a batch; one that was sent twice stands twice.</summary>
    public IReadOnlyList<string> SentScans =>
        [
            .. requests
                .Where(request =>
                    request.Method == "POST"
                    && request.Url.Contains("/v1/scans", StringComparison.Ordinal)
                    && !request.Url.EndsWith("undo", StringComparison.Ordinal)
                )
                .Select(request => JsonDocument.Parse(request.PostData!).RootElement)
                .SelectMany(body => body.TryGetProperty("scans", out var scans) ? [.. scans.EnumerateArray()] : new[] { body })
                .Select(scan => scan.GetProperty("scanId").GetString()!),
        ];

    /// <summary>Scan ids in batches that reached the register, over all tabs; one that was delivered twice stands twice.</summary>
    public IReadOnlyList<string> DeliveredScans() =>
        [
            .. requests
                .Where(request => request.Url.EndsWith("/v1/scans/batch", StringComparison.Ordinal) && request.Failure is null)
                .SelectMany(request => JsonDocument.Parse(request.PostData!).RootElement.GetProperty("scans").EnumerateArray())
                .Select(scan => scan.GetProperty("scanId").GetString()!),
        ];

    /// <summary>The bodies that were posted to a route.</summary>
    public IReadOnlyList<JsonElement> Posted(string route) =>
        [
            .. requests
                .Where(r => r.Method == "POST" && r.Url.EndsWith(route, StringComparison.Ordinal))
                .Select(r => JsonDocument.Parse(r.PostData!).RootElement),
        ];

    /// <summary>Pairs all pages of a context with a device, once.</summary>
    public static Task Remember(IBrowserContext context, string device) =>
        context.AddInitScriptAsync(
            $"if (!localStorage.getItem('kipass.scanner')) localStorage.setItem('kipass.scanner', {JsonSerializer.Serialize(device)});"
        );

    public static async Task<DoorScanner> Open(
        IBrowserContext context,
        Uri register,
        FakeCamera camera,
        bool waitForDoor = true,
        string fragment = ""
    )
    {
        var requests = new ConcurrentQueue<IRequest>();
        context.Request += (_, request) => requests.Enqueue(request);
        await context.AddInitScriptAsync(Watch);
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(new Uri(register, "/scanner/"), fragment).ToString());
        var scanner = new DoorScanner(context, page, camera, requests);
        if (waitForDoor)
        {
            await scanner.WaitForReader();
        }
        return scanner;
    }

    /// <summary>Until the camera films and the decoder reads.</summary>
    public async Task WaitForReader()
    {
        await Page.WaitForSelectorAsync(".aim:text-matches('QR', 'i')");
        await Page.Until("document.querySelector('video')?.videoWidth === 1280");
    }

    /// <summary>The next verdict that this page shows.</summary>
    public async Task<Shown> NextVerdict(int patienceMs = 15_000)
    {
        await Page.Until($"shown.length > {seen}", patienceMs);
        var found = await Page.EvaluateAsync<JsonElement>($"shown[{seen++}]");
        return new Shown(
            found.GetProperty("kind").GetString()!,
            found.GetProperty("code").GetString(),
            DateTimeOffset.UnixEpoch.AddMilliseconds(found.GetProperty("at").GetDouble())
        );
    }

    /// <summary>How many verdicts this page has shown.</summary>
    public Task<int> VerdictCount() => Page.EvaluateAsync<int>("shown.length");

    /// <summary>After a reload the page counts anew.</summary>
    public async Task Reload(bool waitForReader = true)
    {
        await Page.ReloadAsync();
        seen = 0;
        if (waitForReader)
        {
            await WaitForReader();
        }
    }

    /// <summary>Taps the verdict away, as staff in a hurry do; the camera looks at the wall.</summary>
    public async Task GoOn()
    {
        Camera.Clear();
        // Green may go by itself between looking and tapping: the tap is made in the page, where nothing comes between.
        await Page.EvaluateAsync("document.querySelector('.verdict')?.click()");
        await Page.Locator(".verdict").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }

    /// <summary>Waits until so many entries are kept on this device.</summary>
    public Task WaitForKept(int count, int patienceMs = 15_000) =>
        Page.Until($"document.querySelector('.queue')?.dataset.kept === '{count}'", patienceMs);

    /// <summary>Opens the list of the day: state and code of each entry, newest first.</summary>
    public async Task<IReadOnlyList<(string State, string? Code)>> ReadList()
    {
        await Page.ClickAsync("nav.tools button:has-text('오늘 기록')");
        await Page.WaitForSelectorAsync("dialog[open]");
        var rows = await Page.EvaluateAsync<JsonElement>(
            "[...document.querySelectorAll('dialog tr')].map((row) => [row.dataset.state, row.dataset.code ?? null])"
        );
        await Page.ClickAsync("dialog[open] header button");
        return [.. rows.EnumerateArray().Select(row => (row[0].GetString()!, row[1].GetString()))];
    }

    public async ValueTask DisposeAsync() => await Context.CloseAsync();
}

using KiPass.SystemTests.Door;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Fixtures;

/// <summary>A visitor's phone that shows the issuer's page.</summary>
internal sealed class VisitorPhone : IAsyncDisposable
{
    // Draws a screenshot into a picture of the camera's size, as bright as the lens would see it.
    private const string Develop = """
        async ([png, width, height]) => {
          const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
          const canvas = new OffscreenCanvas(width, height);
          const context = canvas.getContext("2d");
          context.fillStyle = "rgb(110 110 110)";
          context.fillRect(0, 0, width, height);
          const side = Math.min(width, height) * 0.8;
          context.drawImage(image, (width - side) / 2, (height - side) / 2, side, side);
          const { data } = context.getImageData(0, 0, width, height);
          const bright = new Uint8Array(width * height);
          for (let i = 0; i < bright.length; i++) bright[i] = 16 + (data[i * 4] + 2 * data[i * 4 + 1] + data[i * 4 + 2]) / 4 * 0.86;
          let text = "";
          for (let i = 0; i < bright.length; i += 32768) text += String.fromCharCode(...bright.subarray(i, i + 32768));
          return btoa(text);
        }
        """;

    private readonly IPage darkroom;

    private VisitorPhone(IPage page, IPage darkroom)
    {
        Page = page;
        this.darkroom = darkroom;
    }

    public IPage Page { get; }

    public static async Task<VisitorPhone> Open(
        IBrowser browser,
        Uri issuer,
        string? session,
        BrowserNewContextOptions? options,
        string? script = null
    )
    {
        options ??= new BrowserNewContextOptions();
        options.Locale ??= "ko-KR";
        options.ViewportSize ??= new ViewportSize { Width = 390, Height = 844 };
        var context = await browser.NewContextAsync(options);
        if (script is not null)
        {
            await context.AddInitScriptAsync(script);
        }
        if (session is not null)
        {
            await context.AddInitScriptAsync(
                $"if (!localStorage.getItem('kipass.session')) localStorage.setItem('kipass.session', JSON.stringify('{session}'));"
            );
        }
        var darkroom = await browser.NewPageAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(issuer.ToString());
        return new VisitorPhone(page, darkroom);
    }

    /// <summary>Holds the phone before the camera: its own QR, as its screen shows it, in a picture of the camera's size.</summary>
    public async Task<byte[]> Picture()
    {
        var qr = Page.Locator("#qr");
        await qr.Locator("svg").First.WaitForAsync();
        var screenshot = await qr.ScreenshotAsync();
        var bright = await darkroom.EvaluateAsync<string>(
            Develop,
            new object[] { Convert.ToBase64String(screenshot), FakeCamera.Width, FakeCamera.Height }
        );
        return Convert.FromBase64String(bright);
    }

    public async ValueTask DisposeAsync()
    {
        await darkroom.Context.CloseAsync();
        await Page.Context.CloseAsync();
    }
}

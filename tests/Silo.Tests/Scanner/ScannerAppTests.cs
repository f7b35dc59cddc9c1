using KiPass.Silo.Tests.Hosting;

namespace KiPass.Silo.Tests.Scanner;

public sealed class ScannerAppTests(Registers registers)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/scanner")]
    [InlineData("/scanner/")]
    [InlineData("/scanner/index.html")]
    public async Task Scanner_URLs_lead_to_the_app_which_loads_only_own_resources(string path)
    {
        using var client = registers.On(Store.Sqlite).Client();
        using var response = await client.GetAsync(path);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("/scanner/", response.RequestMessage!.RequestUri!.AbsolutePath.Replace("index.html", ""));
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.StartsWith("camera=(self)", response.Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("/scanner/../appsettings.json")]
    [InlineData("/scanner/%2e%2e/%2e%2e/appsettings.json")]
    [InlineData("/scanner/..%2f..%2fappsettings.json")]
    [InlineData("/appsettings.json")]
    public async Task Paths_outside_the_scanner_app_are_unknown_routes(string path)
    {
        using var client = registers.On(Store.Sqlite).Client();
        Assert.Equal("route-unknown", (await client.Get(path)).Code);
    }
}

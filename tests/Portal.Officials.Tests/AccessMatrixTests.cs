using KiPass.Portal.Shared.Hosting;
using KiPass.Portal.Testing;
using KiPass.Testing;

namespace KiPass.Portal.Officials.Tests;

public sealed class AccessMatrixTests
{
    [Fact]
    public async Task Pages_and_endpoints_match_the_access_matrix()
    {
        using var folder = new TemporaryFolder();
        await using var app = OfficialsApp.Create(["--Portal:Data", folder.Path, "--Portal:Demo", "true"]);

        Assert.Equal(AccessMatrix.Expected(), await AccessMatrix.Of(app, "pfrd"));
    }

    [Fact]
    public async Task Every_injected_component_service_is_registered()
    {
        using var folder = new TemporaryFolder();
        await using var app = OfficialsApp.Create(["--Portal:Data", folder.Path, "--Portal:Demo", "true"]);

        Assert.Empty(ComponentServices.Missing(app, typeof(OfficialsApp).Assembly, typeof(PortalApp).Assembly));
    }

    [Fact]
    public void Every_page_declares_an_authorization_rule()
    {
        Assert.NotEmpty(AccessMatrix.Pages(typeof(OfficialsApp).Assembly));
        Assert.Empty(AccessMatrix.PagesWithoutRule(typeof(OfficialsApp).Assembly, typeof(PortalApp).Assembly));
    }
}

using KiPass.Portal.Shared.Hosting;
using KiPass.Portal.Testing;
using KiPass.Testing;

namespace KiPass.Portal.Officials.Tests;

public sealed class AccessMatrixTests
{
    [Fact]
    public async Task Each_page_and_endpoint_is_open_to_those_in_its_line_only()
    {
        using var folder = new TemporaryFolder();
        await using var app = OfficialsApp.Create(["--Portal:Data", folder.Path]);

        Assert.Equal(AccessMatrix.Expected(), await AccessMatrix.Of(app, "pfrd"));
    }

    [Fact]
    public async Task Every_component_gets_the_services_that_it_injects()
    {
        using var folder = new TemporaryFolder();
        await using var app = OfficialsApp.Create(["--Portal:Data", folder.Path]);

        Assert.Empty(ComponentServices.Missing(app, typeof(OfficialsApp).Assembly, typeof(PortalApp).Assembly));
    }

    [Fact]
    public void Every_page_says_who_may_open_it()
    {
        Assert.NotEmpty(AccessMatrix.Pages(typeof(OfficialsApp).Assembly));
        Assert.Empty(AccessMatrix.PagesWithoutRule(typeof(OfficialsApp).Assembly, typeof(PortalApp).Assembly));
    }
}

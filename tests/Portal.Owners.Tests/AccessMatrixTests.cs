using KiPass.Portal.Shared.Hosting;
using KiPass.Portal.Testing;
using KiPass.Testing;

namespace KiPass.Portal.Owners.Tests;

public sealed class AccessMatrixTests
{
    [Fact]
    public async Task Each_page_and_endpoint_is_open_to_those_in_its_line_only()
    {
        using var folder = new TemporaryFolder();
        await using var app = OwnersApp.Create(["--Portal:Data", folder.Path]);

        Assert.Equal(AccessMatrix.Expected(), await AccessMatrix.Of(app, "o"));
    }

    [Fact]
    public async Task Every_component_gets_the_services_that_it_injects()
    {
        using var folder = new TemporaryFolder();
        await using var app = OwnersApp.Create(["--Portal:Data", folder.Path]);

        Assert.Empty(ComponentServices.Missing(app, typeof(OwnersApp).Assembly, typeof(PortalApp).Assembly));
    }

    [Fact]
    public void Every_page_says_who_may_open_it()
    {
        Assert.NotEmpty(AccessMatrix.Pages(typeof(OwnersApp).Assembly));
        Assert.Empty(AccessMatrix.PagesWithoutRule(typeof(OwnersApp).Assembly, typeof(PortalApp).Assembly));
    }
}

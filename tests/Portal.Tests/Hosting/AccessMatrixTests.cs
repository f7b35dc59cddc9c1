using System.Security.Claims;
using KiPass.Portal.Accounts;
using KiPass.Portal.Hosting;
using KiPass.Testing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Tests.Hosting;

/// <summary>Every page and endpoint × everybody who could try it, made from the application as it runs: one without a rule fails here.</summary>
public sealed class AccessMatrixTests
{
    private static readonly string[] Own = ["_blazor", "_framework", "{**path:file}"];

    private static readonly Dictionary<char, ClaimsPrincipal> People = new()
    {
        ['A'] = new ClaimsPrincipal(new ClaimsIdentity()),
        ['o'] = Person(AccountRole.Owner, secondFactor: false),
        ['p'] = Person(AccountRole.Administrator, secondFactor: false),
        ['f'] = Person(AccountRole.Official, secondFactor: true),
        ['r'] = Person(AccountRole.Approver, secondFactor: true),
        ['d'] = Person(AccountRole.Administrator, secondFactor: true),
    };

    [Theory]
    [InlineData("owners", "o")]
    [InlineData("officials", "pfrd")]
    public async Task Each_is_open_to_those_in_its_line_and_to_nobody_else(string area, string people)
    {
        using var folder = new TemporaryFolder();
        await using var app = PortalApp.Create(["--Portal:Area", area, "--Portal:Data", folder.Path]);
        var portalArea = Enum.Parse<PortalArea>(area, ignoreCase: true);
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var endpoint in ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
        {
            var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            // Static files carry no data of anybody; the framework's own endpoints are opened by the pages that need them.
            if (
                endpoint.Metadata.Any(item => item.GetType().Name == "StaticAssetDescriptor")
                || Own.Any(own => route.StartsWith("/" + own, StringComparison.Ordinal))
            )
            {
                continue;
            }
            found[route] = await WhoMay(app.Services, endpoint, portalArea, people);
        }

        Assert.Equal(Lines(area == "owners" ? 1 : 2), found.Select(entry => $"{entry.Key} {entry.Value}"));
    }

    [Fact]
    public void Every_page_says_who_may_open_it()
    {
        var pages = typeof(PortalApp)
            .Assembly.GetExportedTypes()
            .Where(type => type.GetCustomAttributes(typeof(Microsoft.AspNetCore.Components.RouteAttribute), false).Length > 0)
            .ToList();

        Assert.NotEmpty(pages);
        Assert.All(
            pages,
            page =>
                Assert.True(
                    page.GetCustomAttributes(true).Any(item => item is IAuthorizeData or IAllowAnonymous),
                    $"{page.Name} has no rule."
                )
        );
    }

    private static async Task<string> WhoMay(IServiceProvider services, RouteEndpoint endpoint, PortalArea area, string people)
    {
        if (endpoint.Metadata.GetMetadata<OfAreaAttribute>() is { } only && only.Area != area)
        {
            return "-";
        }
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return "A";
        }
        var provider = services.GetRequiredService<IAuthorizationPolicyProvider>();
        var policy =
            await AuthorizationPolicy.CombineAsync(provider, endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>())
            ?? await provider.GetFallbackPolicyAsync();
        await using var scope = services.CreateAsyncScope();
        var authorization = scope.ServiceProvider.GetRequiredService<IAuthorizationService>();
        Assert.False((await authorization.AuthorizeAsync(People['A'], null, policy!)).Succeeded, "A signed-out visitor passes a policy.");
        var allowed = "";
        foreach (var person in people)
        {
            allowed += (await authorization.AuthorizeAsync(People[person], null, policy!)).Succeeded ? person : "";
        }
        return allowed;
    }

    private static IEnumerable<string> Lines(int column) =>
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Hosting", "WhoMayOpenWhat.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(words => $"{words[0]} {words[column]}")
            .Order(StringComparer.Ordinal);

    private static ClaimsPrincipal Person(AccountRole role, bool secondFactor)
    {
        var identity = new ClaimsIdentity("test");
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, Guid.NewGuid().ToString()));
        identity.AddClaim(new Claim(AccountClaims.Role, role.ToString()));
        if (secondFactor)
        {
            identity.AddClaim(new Claim(AccountClaims.SecondFactor, "yes"));
        }
        return new ClaimsPrincipal(identity);
    }
}

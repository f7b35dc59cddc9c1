using System.Reflection;
using System.Security.Claims;
using KiPass.Portal.Shared.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Testing;

/// <summary>All pages and endpoints of a portal × all kinds of users, built from the running application.</summary>
public static class AccessMatrix
{
    private static readonly string[] Framework = ["_blazor", "_framework", "{**path:file}"];

    private static readonly Dictionary<char, ClaimsPrincipal> People = new()
    {
        ['A'] = new ClaimsPrincipal(new ClaimsIdentity()),
        ['o'] = Person(AccountRole.Owner, secondFactor: false),
        ['p'] = Person(AccountRole.Administrator, secondFactor: false),
        ['f'] = Person(AccountRole.Official, secondFactor: true),
        ['r'] = Person(AccountRole.Approver, secondFactor: true),
        ['d'] = Person(AccountRole.Administrator, secondFactor: true),
    };

    /// <summary>Returns each route with the <paramref name="people"/> who have access. <c>A</c> means anyone.</summary>
    public static async Task<IReadOnlyList<string>> Of(WebApplication app, string people)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var endpoint in ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
        {
            var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            // Static files contain no personal data. The pages that use the framework's own endpoints control access to them.
            if (
                endpoint.Metadata.Any(item => item.GetType().Name == "StaticAssetDescriptor")
                || Framework.Any(own => route.StartsWith("/" + own, StringComparison.Ordinal))
            )
            {
                continue;
            }
            found[route] = await WhoMay(app.Services, endpoint, people);
        }
        return [.. found.Select(entry => $"{entry.Key} {entry.Value}")];
    }

    /// <summary>Lines of <c>WhoMayOpenWhat.txt</c> in the test folder, in the order of <see cref="Of"/>.</summary>
    public static IReadOnlyList<string> Expected() =>
        [
            .. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "WhoMayOpenWhat.txt"))
                .Where(line => line.Length > 0 && line[0] != '#')
                .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Returns the names of pages without an authorization rule.</summary>
    public static IReadOnlyList<string> PagesWithoutRule(params Assembly[] assemblies) =>
        [
            .. Pages(assemblies)
                .Where(page => !page.GetCustomAttributes(true).Any(item => item is IAuthorizeData or IAllowAnonymous))
                .Select(page => page.Name),
        ];

    public static IReadOnlyList<Type> Pages(params Assembly[] assemblies) =>
        [
            .. assemblies
                .SelectMany(assembly => assembly.GetExportedTypes())
                .Where(type => type.GetCustomAttributes(typeof(Microsoft.AspNetCore.Components.RouteAttribute), false).Length > 0),
        ];

    private static async Task<string> WhoMay(IServiceProvider services, RouteEndpoint endpoint, string people)
    {
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
        var allowed = "";
        // If a signed-out visitor passes a policy, return a line that no expected file contains.
        foreach (var person in "A" + people)
        {
            allowed += (await authorization.AuthorizeAsync(People[person], null, policy!)).Succeeded ? person : "";
        }
        return allowed;
    }

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

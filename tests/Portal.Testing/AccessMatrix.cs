using System.Reflection;
using System.Security.Claims;
using KiPass.Portal.Shared.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Testing;

/// <summary>Every page and endpoint of a portal × everybody who could try it, made from the application as it runs.</summary>
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

    /// <summary>Each route with those of <paramref name="people"/> whom it admits; <c>A</c>: anybody.</summary>
    public static async Task<IReadOnlyList<string>> Of(WebApplication app, string people)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var endpoint in ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
        {
            var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            // Static files carry no data of anybody; the framework's own endpoints are opened by the pages that need them.
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

    /// <summary>The lines of <c>WhoMayOpenWhat.txt</c> beside the tests, in the order of <see cref="Of"/>.</summary>
    public static IReadOnlyList<string> Expected() =>
        [
            .. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "WhoMayOpenWhat.txt"))
                .Where(line => line.Length > 0 && line[0] != '#')
                .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Names of pages that do not say who may open them.</summary>
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
        // A signed-out visitor who passes a policy makes a line that no file expects.
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

using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Testing;

/// <summary>
/// Checks services that components request with <c>@inject</c>. A missing service otherwise fails only when a page opens.
/// </summary>
public static class ComponentServices
{
    /// <summary>Returns injected services that are not registered, as <c>Component.Property</c>.</summary>
    public static IReadOnlyList<string> Missing(WebApplication app, params Assembly[] assemblies)
    {
        var known = app.Services.GetRequiredService<IServiceProviderIsService>();
        return
        [
            .. assemblies
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type => typeof(IComponent).IsAssignableFrom(type) && !type.IsAbstract)
                .SelectMany(Injected)
                .Where(property => !known.IsService(property.PropertyType))
                .Select(property => $"{property.DeclaringType!.Name}.{property.Name}")
                .Distinct(),
        ];
    }

    private static IEnumerable<PropertyInfo> Injected(Type component)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (var type = component; type is not null; type = type.BaseType)
        {
            foreach (var property in type.GetProperties(Own).Where(p => p.IsDefined(typeof(InjectAttribute))))
            {
                yield return property;
            }
        }
    }
}

using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Shared.Actions;

/// <summary>Registers what action buttons and file inputs need.</summary>
public static class ActionsServices
{
    /// <summary>Adds the running action of each circuit.</summary>
    public static IServiceCollection AddActions(this IServiceCollection services) => services.AddScoped<RunningAction>();
}

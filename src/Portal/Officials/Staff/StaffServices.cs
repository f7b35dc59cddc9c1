namespace KiPass.Portal.Officials.Staff;

/// <summary>Registers the services for the staff of the authority.</summary>
internal static class StaffServices
{
    public static void AddStaff(this IServiceCollection services)
    {
        services.AddScoped<StaffMessages>().AddScoped<StaffEntry>().AddScoped<StaffService>();
        services.AddSingleton<StaffChanges>().AddHostedService<StaffUpkeep>();
    }
}

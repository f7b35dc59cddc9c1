using KiPass.Grains.Hosting;
using KiPass.Hosting.Settings;

namespace KiPass.Silo.Hosting;

/// <summary>Reads the section <c>Register</c>.</summary>
internal static class Settings
{
    /// <exception cref="StartException">A value cannot be read or is invalid.</exception>
    public static RegisterOptions ReadRegister(this ConfigurationManager configuration)
    {
        configuration.AddDomainFolder(RegisterOptions.Section);
        var options = configuration.Bind<RegisterOptions>(RegisterOptions.Section);
        return options.Faults().FirstOrDefault() is { } fault ? throw new StartException(fault) : options;
    }
}

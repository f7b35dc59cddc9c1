using KiPass.Hosting.Settings;

namespace KiPass.Issuer.Settings;

/// <summary>Command line and environment before <c>{Data}/settings.json</c> before <c>appsettings.json</c>.</summary>
internal static class IssuerConfiguration
{
    /// <summary>Adds <c>{Data}/settings.json</c> below the environment and the command line, and reads the section.</summary>
    /// <exception cref="StartException">A value is wrong.</exception>
    public static IssuerSettings Load(ConfigurationManager configuration)
    {
        var data = configuration["Issuer:Data"] ?? new IssuerSettings().Data;
        var file = new Microsoft.Extensions.Configuration.Json.JsonConfigurationSource
        {
            Path = Path.GetFullPath(Path.Combine(data, "settings.json")),
            Optional = true,
        };
        file.ResolveFileProvider();
        var sources = ((IConfigurationBuilder)configuration).Sources;
        var environment = sources.ToList().FindLastIndex(s => s is Microsoft.Extensions.Configuration.Json.JsonConfigurationSource) + 1;
        try
        {
            sources.Insert(environment, file);
            configuration.AddSecrets("Issuer:Secrets");
            var settings = configuration.GetSection("Issuer").Get<IssuerSettings>() ?? new IssuerSettings();
            settings.Data = Path.GetFullPath(settings.Data);
            return settings.Fault() is { } fault ? throw new StartException(fault) : settings;
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidDataException or ArgumentException)
        {
            throw new StartException($"The configuration of the issuer is not readable: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}

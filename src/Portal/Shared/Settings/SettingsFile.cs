using KiPass.Hosting.Settings;
using Microsoft.Extensions.Configuration.Json;

namespace KiPass.Portal.Shared.Settings;

/// <summary>The optional <c>{Data}/settings.json</c> (rights 0600): weaker than environment and command line, stronger than appsettings.</summary>
public static class SettingsFile
{
    public static void AddSettingsFile(this ConfigurationManager configuration)
    {
        if (configuration["Portal:Data"] is not { Length: > 0 } data)
        {
            configuration.ReadSecrets();
            return;
        }
        var file = new JsonConfigurationSource { Path = Path.Combine(Path.GetFullPath(data), "settings.json"), Optional = true };
        file.ResolveFileProvider();
        var lastJson = configuration.Sources.ToList().FindLastIndex(source => source is JsonConfigurationSource);
        configuration.Sources.Insert(lastJson + 1, file);
        configuration.ReadSecrets();
    }

    private static void ReadSecrets(this ConfigurationManager configuration)
    {
        if (PortalSettings.SecretsOf(configuration) is null)
        {
            return;
        }
        try
        {
            configuration.AddSecrets("Portal:Secrets");
        }
        catch (InvalidDataException e)
        {
            throw new WrongSettingException(e.Message);
        }
    }
}

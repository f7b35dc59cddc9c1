using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.FileProviders;

namespace KiPass.Hosting.Settings;

/// <summary>Reads secrets mounted by an orchestrator: one file for each setting, such as <c>Register__Postgres__Owner</c>.</summary>
public static class SecretsFolder
{
    /// <summary>
    /// Adds the folder that a setting names. It overrides settings files and is overridden by environment and command line. Optional.
    /// </summary>
    /// <exception cref="StartException">The folder or a file in it cannot be read.</exception>
    public static void AddSecrets(this ConfigurationManager configuration, string setting)
    {
        if (configuration[setting] is not { Length: > 0 } folder)
        {
            return;
        }
        if (!Directory.Exists(folder))
        {
            throw new StartException(SettingFault.Wrong(setting, folder, "an existing folder"));
        }
        var sources = ((IConfigurationBuilder)configuration).Sources;
        var lastFile = sources.ToList().FindLastIndex(source => source is JsonConfigurationSource);
        try
        {
            sources.Insert(
                lastFile + 1,
                new KeyPerFileConfigurationSource { FileProvider = new PhysicalFileProvider(Path.GetFullPath(folder)) }
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{setting}: {e.Message}", e);
        }
    }
}

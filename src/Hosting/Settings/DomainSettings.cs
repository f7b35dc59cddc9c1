using System.Text.Json;
using Microsoft.Extensions.Configuration.Json;

namespace KiPass.Hosting.Settings;

/// <summary>
/// Loads a program's settings. Sources, highest priority first: command line, environment, secrets folder, <c>{Data}/settings.json</c>
/// (readable only by its owner, written by provisioning), <c>appsettings.json</c>.
/// </summary>
public static class DomainSettings
{
    public const string FileName = "settings.json";

    /// <summary>Loads the settings of a one-shot verb, which runs without a host. <see cref="AddDomainFolder"/> adds the rest.</summary>
    /// <exception cref="StartException"><c>appsettings.json</c> cannot be read.</exception>
    public static ConfigurationManager OfVerb(string[] arguments)
    {
        var configuration = new ConfigurationManager();
        configuration.Insert(0, Path.Combine(AppContext.BaseDirectory, "appsettings.json"));
        configuration.AddEnvironmentVariables().AddCommandLine(arguments);
        return configuration;
    }

    /// <summary>Adds <c>{section:Data}/settings.json</c> and the folder that <c>{section}:Secrets</c> names.</summary>
    /// <param name="configuration">Configuration of a host, or from <see cref="OfVerb"/>.</param>
    /// <param name="section">The program's section.</param>
    /// <param name="defaultData">Folder to use if <c>{section}:Data</c> is absent; null for no settings file.</param>
    /// <exception cref="StartException">A file or folder cannot be read.</exception>
    public static void AddDomainFolder(this ConfigurationManager configuration, string section, string? defaultData = null)
    {
        var data = configuration[$"{section}:Data"];
        if ((string.IsNullOrWhiteSpace(data) ? defaultData : data) is { } folder)
        {
            if (SettingFault.Folder($"{section}:Data", folder) is { } fault)
            {
                throw new StartException(fault);
            }
            var sources = ((IConfigurationBuilder)configuration).Sources;
            var lastFile = sources.ToList().FindLastIndex(source => source is JsonConfigurationSource);
            configuration.Insert(lastFile + 1, Path.Combine(Path.GetFullPath(folder), FileName));
        }
        configuration.AddSecrets($"{section}:Secrets");
    }

    private static void Insert(this ConfigurationManager configuration, int place, string file)
    {
        var source = new JsonConfigurationSource { Path = file, Optional = true };
        source.ResolveFileProvider();
        try
        {
            ((IConfigurationBuilder)configuration).Sources.Insert(place, source);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // The parser's own message may quote a value.
            var json = Causes(e).OfType<JsonException>().FirstOrDefault();
            var why = json is null ? e.Message : $"line {json.LineNumber + 1} is not JSON";
            throw new StartException($"{file}: not readable as settings: {why}", e);
        }
    }

    private static IEnumerable<Exception> Causes(Exception e)
    {
        for (var at = e; at is not null; at = at.InnerException)
        {
            yield return at;
        }
    }
}

using System.Globalization;
using KiPass.Grains.Database;
using KiPass.Grains.Hosting;
using KiPass.Hosting.Settings;
using Microsoft.Extensions.Configuration.Json;

namespace KiPass.Silo.Hosting;

/// <summary>Reads the section <c>Register</c>. Command line and environment before <c>{Data}/settings.json</c> before <c>appsettings.json</c>.</summary>
internal static class Settings
{
    private const string FileName = "settings.json";

    /// <summary>The register's options.</summary>
    /// <exception cref="RegisterStartException">A value cannot be read or used: one clear line.</exception>
    public static RegisterOptions ReadRegister(this ConfigurationManager configuration)
    {
        try
        {
            var data = configuration[$"{RegisterOptions.Section}:{nameof(RegisterOptions.Data)}"];
            if (!string.IsNullOrWhiteSpace(data))
            {
                configuration.InsertFile(Path.Combine(Path.GetFullPath(data), FileName));
            }
            configuration.AddSecrets($"{RegisterOptions.Section}:{nameof(RegisterOptions.Secrets)}");
            configuration.RequirePort(nameof(RegisterOptions.SiloPort));
            configuration.RequirePort(nameof(RegisterOptions.GatewayPort));
            var options = configuration.GetSection(RegisterOptions.Section).Get<RegisterOptions>() ?? new RegisterOptions();
            return options.Faults().FirstOrDefault() is { } fault ? throw new RegisterStartException(fault) : options;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            // The binder names the setting, the file reader the file; the inner message may quote a value.
            throw new RegisterStartException(e.Message.ReplaceLineEndings(" "), e);
        }
    }

    // The binder would tell a type of .NET instead of the range.
    private static void RequirePort(this ConfigurationManager configuration, string name)
    {
        var key = $"{RegisterOptions.Section}:{name}";
        if (configuration[key] is { } text && !int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _))
        {
            throw new RegisterStartException($"{key}: '{text}' is not a port (1 to 65535).");
        }
    }

    private static void InsertFile(this ConfigurationManager configuration, string path)
    {
        var source = new JsonConfigurationSource { Path = path, Optional = true };
        source.ResolveFileProvider();
        var lastFile = configuration.Sources.OfType<JsonConfigurationSource>().LastOrDefault();
        configuration.Sources.Insert(lastFile is null ? 0 : configuration.Sources.IndexOf(lastFile) + 1, source);
    }
}

using System.CommandLine;
using KiPass.Hosting.Settings;

namespace KiPass.Cli.Keys;

/// <summary>Base URL of an issuer: HTTPS, or HTTP on the same machine. It receives requests for visitors' identities.</summary>
internal static class IssuerUrl
{
    public static Option<Uri> Option(string name, string description)
    {
        var option = new Option<Uri>(name)
        {
            Description = description,
            Required = true,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var url);
                if (Fault(name, url) is { } fault)
                {
                    result.AddError(fault);
                }
                return url;
            },
        };
        return option;
    }

    /// <summary>Returns a one-line validation error, or null if the URL is valid.</summary>
    public static string? Fault(string setting, Uri? url) =>
        SettingFault.HttpUrl(setting, url?.OriginalString)
        ?? (
            url is { Scheme: "http", IsLoopback: false }
                ? SettingFault.Wrong(setting, url.OriginalString, "an https address; http is for an issuer on the same machine")
                : null
        );
}

using KiPass.Portal.Shared.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>
/// The address of this portal in links that it sends. Never taken from a request: its <c>Host</c> header could send a secret link to an
/// attacker's site.
/// </summary>
internal sealed class PublicAddress(PortalSettings settings, IServiceProvider services)
{
    private static readonly Uri Fallback = new("http://localhost");

    public Uri Of(string path) => new(settings.PublicUrl ?? Listening() ?? Fallback, path);

    private Uri? Listening() =>
        services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address
        && Uri.TryCreate(address.Replace("*", "localhost", StringComparison.Ordinal), UriKind.Absolute, out var url)
            ? url
            : null;
}

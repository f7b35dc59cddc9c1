using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Officials.Tests.Fixtures;

/// <summary>The officials' portal with its own accounts on this machine, without a register.</summary>
public sealed class OfficialsFixture : IAsyncLifetime
{
    private PortalHost host = null!;

    internal Uri Portal => host.Address;

    public async ValueTask InitializeAsync() => host = await PortalHost.Start(args => OfficialsApp.Create(args), "localhost");

    /// <summary>Invites a person.</summary>
    /// <returns>The secret of the link.</returns>
    internal Task<string> Invite(string email) =>
        host.With(services => services.GetRequiredService<Invitations>().Official(AccountRole.Official, email, "*", Guid.NewGuid()));

    public ValueTask DisposeAsync() => host.DisposeAsync();
}

using KiPass.Hosting.Postgres;

namespace KiPass.Portal.Shared.Hosting;

/// <summary>The one-shot command <c>provision</c> of a portal. It creates the database and its role.</summary>
public static class Provision
{
    private static readonly DatabaseRole[] Roles = [new("accounts", "Portal:Postgres")];

    public static Task<int> Run(string[] args) => ProvisionVerb.Run(args, "Portal", Roles);
}

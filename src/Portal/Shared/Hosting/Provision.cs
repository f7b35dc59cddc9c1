using KiPass.Hosting.Postgres;

namespace KiPass.Portal.Shared.Hosting;

/// <summary>The one-shot verb <c>provision</c> of a portal: a database and its one role.</summary>
public static class Provision
{
    private static readonly DatabaseRole[] Roles = [new("accounts", "Portal:Postgres")];

    public static Task<int> Run(string[] args) => ProvisionVerb.Run(args, "Portal", Roles);
}

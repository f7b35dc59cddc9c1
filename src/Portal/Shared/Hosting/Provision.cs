using KiPass.Hosting.Postgres;

namespace KiPass.Portal.Shared.Hosting;

/// <summary>
/// The one-shot command <c>provision</c> of a portal. It creates the database with two roles: the owner of the tables, and the portal's own role,
/// which can only read and write rows.
/// </summary>
public static class Provision
{
    private static readonly DatabaseRole[] Roles = [new("accounts", "Portal:PostgresOwner"), new("portal", "Portal:Postgres")];

    public static Task<int> Run(string[] args) => ProvisionVerb.Run(args, "Portal", Roles);
}

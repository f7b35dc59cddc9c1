namespace KiPass.Hosting.Postgres;

/// <summary>A role of a domain's database, named <c>{database}_{Name}</c> on the server.</summary>
/// <param name="Name">Lower-case letters.</param>
/// <param name="Setting">Setting in <c>settings.json</c> for its connection string, such as <c>Issuer:Postgres:Owner</c>.</param>
public sealed record DatabaseRole(string Name, string Setting);

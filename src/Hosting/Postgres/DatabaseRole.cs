namespace KiPass.Hosting.Postgres;

/// <summary>A role of a domain's database; on the server it is named <c>{database}_{Name}</c>.</summary>
/// <param name="Name">Lower-case letters.</param>
/// <param name="Setting">Where <c>settings.json</c> keeps its connection string, such as <c>Issuer:Postgres:Owner</c>.</param>
public sealed record DatabaseRole(string Name, string Setting);

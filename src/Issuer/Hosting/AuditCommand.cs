using KiPass.Hosting.Settings;
using KiPass.Issuer.Audit;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Storage;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Keys;

namespace KiPass.Issuer.Hosting;

/// <summary>The commands <c>audit heads</c> and <c>audit verify</c>: read the issuer's audit chain from its database, whether or not the issuer runs.</summary>
internal static class AuditCommand
{
    /// <exception cref="StartException">There is no database, or a setting is not valid.</exception>
    public static async Task<int> Run(string[] arguments)
    {
        var settings = IssuerSettings.Read(DomainSettings.OfVerb([.. arguments.Skip(1)]));
        if (settings.Postgres is null && !File.Exists(Path.Combine(settings.Data, "issuer.db")))
        {
            throw new StartException($"There is no issuer in {settings.Data}.");
        }
        var key = new DomainFolder(settings.Data).SigningKey().Public();
        await using IssuerDatabase database = settings.Postgres is { } postgres
            ? new PostgresIssuerDatabase(postgres)
            : new SqliteIssuerDatabase(settings.Data);
        var records = new AuditLog(database, TimeProvider.System).Read();
        return await ChainCheck.Run(arguments.FirstOrDefault(), $"issuer:{settings.Number}", key, records, Console.In, Console.Out);
    }
}

using KiPass.Hosting.Settings;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Storage;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Keys;

namespace KiPass.Issuer.Audit;

/// <summary>The one-shot verbs <c>audit heads</c> and <c>audit verify</c>: read the issuer's chain where it lies, beside a running issuer or without one.</summary>
internal static class AuditRun
{
    /// <exception cref="StartException">There is no store, or a setting is wrong.</exception>
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

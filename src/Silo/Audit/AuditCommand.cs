using System.Data.Common;
using KiPass.Grains.Audit;
using KiPass.Grains.Database;
using KiPass.Hosting.Settings;
using KiPass.Silo.Hosting;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Keys;

namespace KiPass.Silo.Audit;

/// <summary>
/// The commands <c>audit heads</c> and <c>audit verify</c>: read the register's audit chain from its database, whether or not a silo is
/// running.
/// </summary>
internal static class AuditCommand
{
    public static async Task<int> Run(string[] args)
    {
        var options = DomainSettings.OfVerb([.. args.Skip(1)]).ReadRegister();
        if (options.Postgres is null && !File.Exists(RegisterMigrator.SqlitePath(options.Data)))
        {
            throw new StartException($"There is no register in {options.Data}.");
        }
        var key = new DomainFolder(options.Data).SigningKey().Public();
        try
        {
            await using var database = new RegisterDatabase(options);
            var records = new AuditLog(database, TimeProvider.System).Read(after: long.MinValue);
            return await ChainCheck.Run(args.FirstOrDefault(), "register", key, records, Console.In, Console.Out);
        }
        catch (InvalidDataException e)
        {
            throw new StartException(e.Message, e);
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            throw new StartException($"The register's audit log cannot be read: {e.Message}", e);
        }
    }
}

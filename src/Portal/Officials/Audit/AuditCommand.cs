using System.Data.Common;
using System.Runtime.CompilerServices;
using KiPass.Hosting.Settings;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Settings;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Keys;
using KiPass.Tokens.KeyStatements;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Audit;

/// <summary>
/// The commands <c>audit heads</c> and <c>audit verify</c>. They read the authority's chain directly from its database, whether or not a
/// portal is running.
/// </summary>
internal static class AuditCommand
{
    private const int PageSize = 1000;

    /// <exception cref="StartException">The database does not exist, or a setting is invalid.</exception>
    public static async Task<int> Run(PortalProgram program, string[] args)
    {
        var settings = PortalSettings.Read(DomainSettings.OfVerb([.. args.Skip(1)]), program);
        if (settings.Postgres is null && !File.Exists(settings.SqliteFile))
        {
            throw new StartException($"There is no authority in {settings.Data}.");
        }
        try
        {
            var domain = new DomainFolder(settings.Data);
            var key = domain.SigningKey().Public();
            var earlier = KeyChain.Earlier(domain.KeyStatements(), key);
            var options = new DbContextOptionsBuilder<AuthorityDatabase>();
            AuthoritySchema.Use(options, settings);
            await using var database = new AuthorityDatabase(options.Options);
            return await ChainCheck.Run(args.FirstOrDefault(), "authority", key, Read(database), Console.In, Console.Out, earlier);
        }
        catch (Exception e) when (e is DbException or DomainFolderException or InvalidDataException)
        {
            throw new StartException($"The authority's audit log cannot be read: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Reads the chain, ordered by number.</summary>
    public static async IAsyncEnumerable<AuditRecord> Read(
        AuthorityDatabase database,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var after = long.MinValue;
        while (true)
        {
            var page = await database
                .Audit.AsNoTracking()
                .Where(row => row.Number > after)
                .OrderBy(row => row.Number)
                .Take(PageSize)
                .ToListAsync(cancellationToken);
            foreach (var row in page)
            {
                yield return new AuditRecord(row.Number, row.Text, row.Hash);
                after = row.Number;
            }
            if (page.Count < PageSize)
            {
                yield break;
            }
        }
    }
}

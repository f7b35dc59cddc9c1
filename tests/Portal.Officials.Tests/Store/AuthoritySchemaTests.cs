using System.Globalization;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Tests.Traces;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Tests.Store;

public sealed class AuthoritySchemaTests
{
    [Theory]
    [InlineData(false, "SELECT name AS \"Value\" FROM pragma_table_info('{0}')")]
    [InlineData(true, "SELECT column_name::text AS \"Value\" FROM information_schema.columns WHERE table_name = '{0}'")]
    public async Task Migration_scripts_create_the_schema_that_the_model_expects(bool postgres, string question)
    {
        using var traces = new TraceFixture(postgres ? await TraceFixture.NewPostgres() : null);
        await using var database = await traces.Get<IDbContextFactory<AuthorityDatabase>>().CreateDbContextAsync();
        foreach (var table in database.Model.GetEntityTypes())
        {
            var wanted = table.GetProperties().Select(property => property.GetColumnName()).Order();
            var found = await database
                .Database.SqlQueryRaw<string>(string.Format(CultureInfo.InvariantCulture, question, table.GetTableName()))
                .ToListAsync();
            Assert.Equal(wanted, found.Order());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_audit_log_only_grows(bool postgres)
    {
        using var traces = new TraceFixture(postgres ? await TraceFixture.NewPostgres() : null);
        await traces.Case();
        await using var database = await traces.Get<IDbContextFactory<AuthorityDatabase>>().CreateDbContextAsync();
        foreach (var change in new[] { "UPDATE trace_audit SET \"Text\" = ''", "DELETE FROM trace_audit" })
        {
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => database.Database.ExecuteSqlRawAsync(change));
        }
        Assert.Single(await traces.Audit());
    }
}

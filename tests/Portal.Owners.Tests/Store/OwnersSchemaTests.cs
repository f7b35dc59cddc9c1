using System.Globalization;
using KiPass.Portal.Owners.Store;
using KiPass.Portal.Testing;
using KiPass.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KiPass.Portal.Owners.Tests.Store;

public sealed class OwnersSchemaTests
{
    [Theory]
    [InlineData(false, "SELECT name AS \"Value\" FROM pragma_table_info('{0}')")]
    [InlineData(true, "SELECT column_name::text AS \"Value\" FROM information_schema.columns WHERE table_name = '{0}'")]
    public async Task Migration_scripts_create_the_schema_that_the_model_expects(bool onPostgres, string question)
    {
        using var accounts = new AccountsFixture(postgres: onPostgres ? await NewPostgres() : null, store: OwnersStore.AddOwnersStore);
        await accounts.Request(async request =>
        {
            var database = request.GetRequiredService<OwnersDatabase>();
            foreach (var table in database.Model.GetEntityTypes())
            {
                var wanted = table.GetProperties().Select(property => property.GetColumnName()).Order();
                var found = await database
                    .Database.SqlQueryRaw<string>(string.Format(CultureInfo.InvariantCulture, question, table.GetTableName()))
                    .ToListAsync();
                Assert.Equal(wanted, found.Order());
            }
            return true;
        });
    }

    private static async Task<string> NewPostgres()
    {
        var server = await PostgresServer.Shared;
        var database = $"owners_{Guid.NewGuid():N}";
        await using var superuser = NpgsqlDataSource.Create(server.ConnectionString());
        await superuser.CreateCommand($"CREATE DATABASE {database}").ExecuteNonQueryAsync();
        return server.ConnectionString(database);
    }
}

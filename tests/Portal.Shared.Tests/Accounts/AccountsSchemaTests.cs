using System.Globalization;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using KiPass.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KiPass.Portal.Shared.Tests.Accounts;

public sealed class AccountsSchemaTests
{
    [Fact]
    public async Task The_scripts_for_sqlite_make_what_the_model_expects()
    {
        using var accounts = new AccountsFixture();
        await accounts.Request(request => Compare(request, "SELECT name AS \"Value\" FROM pragma_table_info('{0}')"));
    }

    [Fact]
    public async Task The_scripts_for_postgresql_make_what_the_model_expects_and_people_sign_up_there()
    {
        var server = await PostgresServer.Shared;
        var database = $"accounts_{Guid.NewGuid():N}";
        await using (var superuser = NpgsqlDataSource.Create(server.ConnectionString()))
        {
            await superuser.CreateCommand($"CREATE DATABASE {database}").ExecuteNonQueryAsync();
        }
        using var accounts = new AccountsFixture(postgres: server.ConnectionString(database));

        await accounts.Request(request =>
            Compare(request, "SELECT column_name::text AS \"Value\" FROM information_schema.columns WHERE table_name = '{0}'")
        );
        await accounts.SignedUp();
    }

    [Fact]
    public async Task Portals_that_start_at_once_upgrade_one_after_the_other()
    {
        var server = await PostgresServer.Shared;
        var text = server.ConnectionString(await server.CreateDatabase());

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => new AccountsFixture(postgres: text).Dispose())));

        await using var source = NpgsqlDataSource.Create(text);
        await using var repeated = source.CreateCommand("SELECT count(*) - count(DISTINCT scriptname) FROM schemaversions");
        Assert.Equal(0L, await repeated.ExecuteScalarAsync());
    }

    private static async Task<bool> Compare(IServiceProvider request, string question)
    {
        var database = request.GetRequiredService<AccountsDatabase>();
        foreach (var table in database.Model.GetEntityTypes().Where(type => !type.IsOwned()).GroupBy(type => type.GetTableName()!))
        {
            var wanted = table.SelectMany(type => type.GetProperties().Select(property => property.GetColumnName())).ToHashSet();
            wanted.UnionWith(table.SelectMany(JsonColumns));
            var found = await database
                .Database.SqlQueryRaw<string>(string.Format(CultureInfo.InvariantCulture, question, table.Key))
                .ToListAsync();
            Assert.Equal(wanted.Order(), found.Order());
        }
        return true;
    }

    private static IEnumerable<string> JsonColumns(IEntityType type) =>
        type.GetNavigations().Select(navigation => navigation.TargetEntityType.GetContainerColumnName()).OfType<string>();
}

using KiPass.Issuer.Personal;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Visitors;
using Microsoft.Data.Sqlite;

namespace KiPass.Issuer.Tests.Storage;

public sealed class VisitorNumberTests
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task People_of_the_previous_version_get_different_random_numbers(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        await SomePhone.SignIn(issuer, 50, new Random(1));
        var token = await issuer.Verify();
        var child = await issuer.Json(HttpMethod.Post, "/v1/me/companions", token, new { name = "김아기", birthDate = "2015-05-05" }, 201);
        await issuer.Restart(() => GoBack(issuer).GetAwaiter().GetResult());

        var numbers = await Numbers(issuer);
        Assert.Equal(52, numbers.Count);
        Assert.Equal(52, numbers.Distinct().Count());
        // A constant bit would be one in 2^52 by chance.
        Assert.Equal(ulong.MaxValue, numbers.Aggregate(0UL, (all, number) => all | number.Value));
        Assert.Equal(0UL, numbers.Aggregate(ulong.MaxValue, (all, number) => all & number.Value));
        Assert.Equal(96, (await issuer.Tickets(token)).Count);
        Assert.Equal(96, (await issuer.Tickets(token, child.GetProperty("companionId").GetString())).Count);
    }

    [Fact]
    public async Task A_row_that_the_previous_version_inserts_meanwhile_gets_a_number()
    {
        await using var issuer = await IssuerHost.StartAsync(Store.Postgres);
        await using var session = await issuer.Get<IssuerDatabase>().Open(CancellationToken.None);
        for (var i = 0; i < 3; i++)
        {
            await session.Execute(
                "INSERT INTO visitor (visitor_id, phone, name, birth_date, consent_version, consented_at, verified_at) VALUES (@id, @id, @id, @id, '1', @now, @now)",
                CancellationToken.None,
                ("id", Id.Random().ToBytes()),
                ("now", IssuerHost.Start.ToUnixTimeMilliseconds())
            );
        }
        Assert.Equal(3, (await Numbers(issuer)).Distinct().Count());
    }

    [Fact]
    public async Task Two_people_never_have_the_same_number()
    {
        await using var issuer = await IssuerHost.StartAsync();
        await SomePhone.SignIn(issuer, 2, new Random(1));
        await using var session = await issuer.Get<IssuerDatabase>().Open(CancellationToken.None);
        await Assert.ThrowsAsync<SqliteException>(() =>
            session.Execute("UPDATE visitor SET visitor_number = x'0000000000000001'", default)
        );
        await Assert.ThrowsAsync<SqliteException>(() => session.Execute("UPDATE visitor SET visitor_number = x'01'", default));
        Assert.Equal(2, (await Numbers(issuer)).Distinct().Count());
    }

    [Fact]
    public async Task A_companions_number_is_deleted_with_the_companion()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        var child = await issuer.Json(HttpMethod.Post, "/v1/me/companions", token, new { name = "김아기", birthDate = "2015-05-05" }, 201);
        Assert.Equal(2, (await Numbers(issuer)).Count);
        var id = new Id(child.GetProperty("companionId").GetGuid());
        await issuer.Json(HttpMethod.Delete, $"/v1/me/companions/{id.ToText()}", token, null, 204);
        Assert.Single(await Numbers(issuer));
        await using var session = await issuer.Get<IssuerDatabase>().Open(CancellationToken.None);
        Assert.Empty(await PersonStore.Numbers(session, [id], CancellationToken.None));
    }

    private static async Task<List<VisitorNumber>> Numbers(IssuerHost issuer)
    {
        await using var session = await issuer.Get<IssuerDatabase>().Open(CancellationToken.None);
        return await session.All(
            "SELECT visitor_number FROM visitor UNION ALL SELECT visitor_number FROM companion",
            row => VisitorNumber.Read(row.Bytes(0)),
            CancellationToken.None
        );
    }

    // Undoes the last migration, as if the previous version had written the rows.
    private static async Task GoBack(IssuerHost issuer)
    {
        const string Undo = """
            DROP TABLE disclosed_person; DROP INDEX visitor_by_number; DROP INDEX companion_by_number;
            ALTER TABLE visitor DROP COLUMN visitor_number; ALTER TABLE companion DROP COLUMN visitor_number;
            DELETE FROM schemaversions WHERE scriptname = '0004-tickets.sql';
            """;
        await using var owner = await AsOwner.Open(issuer);
        await owner.Execute(Undo);
    }
}

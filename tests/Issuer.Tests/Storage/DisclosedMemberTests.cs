using System.Buffers.Binary;
using KiPass.Issuer.Disclosures;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Tests.Storage;

public sealed class DisclosedMemberTests
{
    private const int EntrySize = 20;

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task What_the_previous_version_counted_still_counts(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var own = await issuer.FirstTicket(await issuer.Verify());
        var others = new OtherDomains(issuer);
        var order = others.Order(maxContacts: 2);
        var guess = new Ticket(Guid.NewGuid());
        var before = Assert.Single((await others.Identities(order, own, guess)).People);

        await issuer.Restart(() => GoBack(issuer).GetAwaiter().GetResult());

        Assert.Equal(before, Assert.Single((await others.Identities(order, own, guess)).People));
        var another = others.Request(order, new Tokens.Orders.DayTickets(others.Today, [new Ticket(Guid.NewGuid())]));
        Assert.Equal("order-limit", await others.Refused("identities", another.Sign(others.RegisterSigning), 429));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Counts_are_deleted_with_their_order(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var others = new OtherDomains(issuer);
        await others.Identities(others.Order(), new Ticket(Guid.NewGuid()));
        await using var owner = await AsOwner.Open(issuer);
        Assert.Equal(["person", "ticket"], (await Read(owner)).Select(row => row.Kind).Order());
        issuer.Time.Advance(TimeSpan.FromDays(9));
        await issuer.Get<DisclosureQuota>().RemoveExpired(CancellationToken.None);
        Assert.Empty(await Read(owner));
    }

    // Undoes the last migration, as if the previous version had written the rows.
    private static async Task GoBack(IssuerHost issuer)
    {
        await using var owner = await AsOwner.Open(issuer);
        var rows = await Read(owner);
        foreach (var (order, kind, day, members) in rows)
        {
            foreach (var member in members.Chunk(EntrySize))
            {
                byte[] hash = [.. member.AsSpan(0, 16), .. new byte[16]];
                await owner.Execute(
                    kind == "ticket"
                        ? "INSERT INTO disclosed_pseudonym (order_id, pseudonym_hash, day) VALUES (@order, @hash, @day)"
                        : "INSERT INTO disclosed_person (order_id, person_hash, day, number) VALUES (@order, @hash, @day, @number)",
                    [
                        ("@order", order),
                        ("@hash", hash),
                        ("@day", day),
                        .. kind == "ticket"
                            ? Array.Empty<(string, object)>()
                            : [("@number", (long)BinaryPrimitives.ReadInt32BigEndian(member.AsSpan(16)))],
                    ]
                );
            }
        }
        await owner.Execute("DROP TABLE disclosed_member; DELETE FROM schemaversions WHERE scriptname = '0105-disclosed-members.sql'");
    }

    private static async Task<List<(byte[] Order, string Kind, long Day, byte[] Members)>> Read(System.Data.Common.DbConnection owner)
    {
        await using var command = owner.CreateCommand();
        command.CommandText = "SELECT order_id, kind, day, members FROM disclosed_member";
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(byte[], string, long, byte[])>();
        while (await reader.ReadAsync())
        {
            rows.Add(((byte[])reader.GetValue(0), reader.GetString(1), reader.GetInt64(2), (byte[])reader.GetValue(3)));
        }
        return rows;
    }
}

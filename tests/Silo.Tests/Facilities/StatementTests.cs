using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Tokens;
using KiPass.Tokens.Statements;

namespace KiPass.Silo.Tests.Facilities;

/// <summary>The register states how many people entered a facility.</summary>
public sealed class StatementTests(Registers registers)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_statement_contains_the_entries_of_each_hour(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        using var owners = new PortalUnderTest(register, CallingPortal.Owners);
        for (var scan = 0; scan < 3; scan++)
        {
            Assert.Equal(200, (await device.Scan(register.Issuer.PassAt(register.Now))).Status);
        }
        var today = KoreanDay.Of(register.Now);

        var answer = await Ask(today - 6, today);

        Assert.Equal(200, answer.Status);
        var statement = FacilityStatement.Read(answer.Body.GetString()!);
        Assert.Equal(7, statement!.Days.Count);
        Assert.Equal((today, 3), (statement.Days[^1].Day, statement.Days.Sum(day => day.Entries.Sum())));
        Assert.All(statement.Days, day => Assert.Empty(day.Late));

        Assert.Equal(422, (await Ask(today - 7, today)).Status);
        Assert.Equal(422, (await Ask(today, today - 1)).Status);
        Assert.Equal(422, (await Ask(today, today + 1)).Status);
        Assert.Equal(422, (await Ask(today - 28, today - 28)).Status);
        Assert.Equal(200, (await Ask(today - 27, today - 27)).Status);

        Task<ApiAnswer> Ask(KoreanDay from, KoreanDay to) =>
            owners.Call<IFacilityStatementGrain>(
                "Of",
                CallerRole.Account,
                new
                {
                    key = FacilityKey.Of(device.FacilityId),
                    from = from.Date,
                    to = to.Date,
                }
            );
    }
}

using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Tokens;
using KiPass.Tokens.Statements;

namespace KiPass.Grains.Tests.Facilities;

/// <summary>Statements for inspectors are made for those who run a facility.</summary>
public sealed class FacilityStatementTests(FacilityCluster cluster) : IClassFixture<FacilityCluster>
{
    private static readonly Caller Manager = Caller.Account("manager-1");
    private static readonly Caller Scanner = Caller.Account("scanner-1");

    [Fact]
    public async Task Only_owners_and_managers_get_a_statement()
    {
        var id = await cluster.NewFacility();
        await cluster.Facility(id).SetMember(FacilityCluster.Owner, Manager.AccountId, MemberRole.Manager);
        await cluster.Facility(id).SetMember(FacilityCluster.Owner, Scanner.AccountId, MemberRole.Scanner);
        var day = KoreanDay.Of(cluster.Time.GetUtcNow()).Date;
        async Task<Answer<string>> Ask(Caller caller) =>
            await cluster.Grains.GetGrain<IFacilityStatementGrain>(FacilityKey.Of(id)).Of(caller, day, day);

        foreach (var caller in (Caller[])[FacilityCluster.Owner, Manager])
        {
            var answer = await Ask(caller);
            Assert.Equal(AnswerStatus.Done, answer.Status);
            Assert.Equal(FacilityCluster.Facts.Name, FacilityStatement.Read(answer.Value!)!.Name);
        }
        Assert.Equal(AnswerStatus.Refused, (await Ask(Scanner)).Status);
        Assert.Equal(AnswerStatus.Refused, (await Ask(FacilityCluster.Official)).Status);
        Assert.Equal(AnswerStatus.NotFound, (await Ask(FacilityCluster.Stranger)).Status);
    }
}

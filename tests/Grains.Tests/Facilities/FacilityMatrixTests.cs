using System.Collections.Immutable;
using System.Reflection;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities;

namespace KiPass.Grains.Tests.Facilities;

/// <summary>Every call of a facility × everybody who could try it. Made from the interface: a method without a rule fails here.</summary>
public sealed class FacilityMatrixTests(FacilityCluster cluster) : IClassFixture<FacilityCluster>
{
    private static readonly Dictionary<string, (Caller Caller, FacilityActor Actor)> Callers = new()
    {
        ["owner"] = (FacilityCluster.Owner, FacilityActor.Owner),
        ["manager"] = (Caller.Account("manager-1"), FacilityActor.Manager),
        ["scanner"] = (Caller.Account("scanner-1"), FacilityActor.Scanner),
        ["heir"] = (Caller.Account("heir-1"), FacilityActor.Recipient),
        ["stranger"] = (FacilityCluster.Stranger, FacilityActor.None),
        ["nobody"] = (Caller.Account(""), FacilityActor.None),
        ["official of the district"] = (FacilityCluster.Official, FacilityActor.Official),
        ["official of the province"] = (Caller.Official("official-2", new Jurisdiction("11")), FacilityActor.Official),
        ["approver of the nation"] = (Caller.Approver("approver-1", Jurisdiction.Nation), FacilityActor.Official),
        ["official of another district"] = (Caller.Official("official-3", new Jurisdiction("11140")), FacilityActor.None),
        ["official of another province"] = (Caller.Official("official-4", new Jurisdiction("26")), FacilityActor.None),
        ["official of nowhere"] = (Caller.Official("official-5", default), FacilityActor.None),
        ["administrator"] = (new Caller("admin-1", CallerRole.Administrator, Jurisdiction.Nation), FacilityActor.None),
        // An official whose account id happens to be an owner's must not be taken for the owner.
        ["official with the owner's id"] = (Caller.Official("owner-1", new Jurisdiction("26")), FacilityActor.None),
    };

    private static IEnumerable<MethodInfo> Methods => typeof(IFacilityGrain).GetMethods();

    public static IEnumerable<TheoryDataRow<string, string>> Cases() =>
        from method in Methods
        from caller in Callers.Keys
        select new TheoryDataRow<string, string>(method.Name, caller);

    [Fact]
    public void Facility_rules_cover_exactly_the_calls_of_the_grain()
    {
        Assert.Equal(Methods.Select(method => method.Name).Order(), FacilityRules.Allowed.Keys.Order());
        Assert.All(Methods, method => Assert.Equal(typeof(Caller), method.GetParameters()[0].ParameterType));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Only_the_callers_in_its_rule_may_make_a_facility_call(string methodName, string callerName)
    {
        var (caller, actor) = Callers[callerName];
        var id = await PreparedFacility();
        var status = await Call(cluster.Facility(id), Methods.Single(method => method.Name == methodName), caller);

        var allowed = (FacilityRules.Allowed[methodName] & actor) != 0;
        if (allowed)
        {
            Assert.True(status is not (AnswerStatus.NotFound or AnswerStatus.Refused), $"{status}");
        }
        else
        {
            Assert.Equal(actor == FacilityActor.None ? AnswerStatus.NotFound : AnswerStatus.Refused, status);
        }
    }

    [Fact]
    public async Task Only_accounts_create_facilities_and_unknown_ids_are_not_found()
    {
        foreach (var method in Methods)
        {
            var status = await Call(cluster.Facility(Guid.NewGuid()), method, FacilityCluster.Stranger);
            Assert.Equal(method.Name == nameof(IFacilityGrain.SaveDraft) ? AnswerStatus.Done : AnswerStatus.NotFound, status);
            Assert.Equal(AnswerStatus.NotFound, await Call(cluster.Facility(Guid.NewGuid()), method, FacilityCluster.Official));
        }
    }

    [Fact]
    public async Task Officials_cannot_see_drafts_that_were_never_submitted()
    {
        var id = await cluster.NewFacility(FacilityState.Draft);
        Assert.Equal(AnswerStatus.NotFound, (await cluster.Facility(id).View(FacilityCluster.Official)).Status);
    }

    [Fact]
    public async Task A_scanner_sees_the_facility_name_but_no_owner_details()
    {
        var view = await cluster.View(await PreparedFacility(), Callers["scanner"].Caller);
        Assert.Equal(("종로포차", "", "", ""), (view.Facts.Name, view.Facts.Representative, view.Facts.Phone, view.Facts.BusinessNumber));
        Assert.Equal("scanner-1", Assert.Single(view.Members).AccountId);
        Assert.Empty(view.History);
    }

    private async Task<Guid> PreparedFacility()
    {
        var id = await cluster.NewFacility();
        var facility = cluster.Facility(id);
        await facility.SetMember(FacilityCluster.Owner, "manager-1", MemberRole.Manager);
        await facility.SetMember(FacilityCluster.Owner, "scanner-1", MemberRole.Scanner);
        await facility.OfferTransfer(FacilityCluster.Owner, "heir-1");
        // So that ChangeDevice and RevokeDevice find one: its id is what Argument gives.
        await facility.SetZone(FacilityCluster.Owner, new Zone(Guid.Empty, "1층"));
        device = (await cluster.Desk.Pair(await cluster.Code(id), new("정문"))).DeviceId;
        return id;
    }

    private Guid device;

    private async Task<AnswerStatus> Call(IFacilityGrain facility, MethodInfo method, Caller caller)
    {
        object?[] arguments = [caller, .. method.GetParameters().Skip(1).Select(Argument)];
        var task = method.Invoke(facility, arguments)!;
        dynamic answer = await (dynamic)task;
        return answer.Status;
    }

    private object? Argument(ParameterInfo parameter) =>
        parameter.ParameterType switch
        {
            var type when type == typeof(string) => parameter.Name == "accountId" ? "somebody-1" : "이유",
            var type when type == typeof(Guid) => device,
            var type when type == typeof(Guid?) => null,
            var type when type == typeof(FacilityFacts) => SampleFacts.HuntingPub,
            var type when type == typeof(MemberRole) => MemberRole.Manager,
            var type when type == typeof(Zone) => new Zone(Guid.NewGuid(), "2층"),
            var type when type == typeof(OpeningHours) => new OpeningHours(ImmutableArray<DayHours?>.Empty),
            var type when type == typeof(DateOnly) => new DateOnly(2020, 6, 12),
            var type => throw new NotSupportedException($"Give the matrix an argument of type {type}."),
        };
}

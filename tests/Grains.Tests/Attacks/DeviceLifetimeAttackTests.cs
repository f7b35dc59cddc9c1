using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities;
using KiPass.Grains.Tests.Facilities;
using KiPass.Grains.Visits;
using KiPass.Testing;

namespace KiPass.Grains.Tests.Attacks;

public sealed class DeviceLifetimeAttackTests(FacilityCluster cluster) : IClassFixture<FacilityCluster>
{
    private static readonly Caller Employee = Caller.Account("employee-1");

    [Fact]
    [Attack("A dismissed employee keeps using a scanner")]
    public async Task Nobody_uses_a_device_after_leaving_the_facility()
    {
        var id = await cluster.NewFacility();
        var facility = cluster.Facility(id);
        await facility.SetMember(FacilityCluster.Owner, Employee.AccountId, MemberRole.Scanner);
        var own = await Pair(id, Employee);
        var owners = await Pair(id, FacilityCluster.Owner);
        Assert.Equal(Employee.AccountId, (await cluster.View(id)).Devices.Single(device => device.Id == own.DeviceId).PairedBy);

        Assert.Equal(AnswerStatus.Done, (await facility.RemoveMember(FacilityCluster.Owner, Employee.AccountId)).Status);

        Assert.Equal(AdmissionStatus.Revoked, (await cluster.Door(id).Admit(own.DeviceId, own.Hash)).Status);
        Assert.Equal(AdmissionStatus.Admitted, (await cluster.Door(id).Admit(owners.DeviceId, owners.Hash)).Status);
        await cluster.Forget(id);
        Assert.Equal(AdmissionStatus.Revoked, (await cluster.Door(id).Admit(own.DeviceId, own.Hash)).Status);
        var history = (await cluster.View(id)).History.Select(change => change.What).ToList();
        Assert.Equal([FacilityEventKind.DeviceRevoked, FacilityEventKind.MemberRemoved], history[^2..]);
    }

    [Fact]
    [Attack("A dismissed employee redeems a pairing code created before")]
    public async Task Nobody_pairs_a_device_with_a_code_of_a_former_member()
    {
        var id = await cluster.NewFacility();
        await cluster.Facility(id).SetMember(FacilityCluster.Owner, Employee.AccountId, MemberRole.Scanner);
        var code = (await cluster.Facility(id).OfferPairing(Employee)).Value!.Code;
        await cluster.Facility(id).RemoveMember(FacilityCluster.Owner, Employee.AccountId);
        Assert.Equal(Pairing.Unknown, await cluster.Desk.Pair(code, new("기기")));
        Assert.Empty((await cluster.View(id)).Devices);
    }

    [Fact]
    [Attack("A former owner keeps using a scanner after selling the facility")]
    public async Task Nobody_uses_a_device_after_handing_over_the_facility()
    {
        var id = await cluster.NewFacility();
        var token = await Pair(id, FacilityCluster.Owner);
        var heir = Caller.Account("heir-1");
        await cluster.Facility(id).OfferTransfer(FacilityCluster.Owner, heir.AccountId);
        Assert.Equal(AdmissionStatus.Admitted, (await cluster.Door(id).Admit(token.DeviceId, token.Hash)).Status);
        Assert.Equal(AnswerStatus.Done, (await cluster.Facility(id).AcceptTransfer(heir)).Status);
        Assert.Equal(AdmissionStatus.Revoked, (await cluster.Door(id).Admit(token.DeviceId, token.Hash)).Status);
    }

    [Fact]
    [Attack("Somebody finds a scanner that was forgotten for half a year")]
    public async Task Nobody_uses_a_device_that_was_unused_for_180_days()
    {
        var id = await cluster.NewFacility();
        var (used, forgotten) = (await Pair(id, FacilityCluster.Owner), await Pair(id, FacilityCluster.Owner));
        async Task<AdmissionStatus> Admit(DeviceToken token) => (await cluster.Door(id).Admit(token.DeviceId, token.Hash)).Status;
        cluster.Time.Advance(TimeSpan.FromDays(179));
        Assert.Equal(AdmissionStatus.Admitted, await Admit(used));
        var until = (await cluster.View(id)).Devices.Single(device => device.Id == forgotten.DeviceId).UnusedUntil!.Value;
        cluster.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(AdmissionStatus.Admitted, await Admit(used));
        Assert.Equal(AdmissionStatus.Revoked, await Admit(forgotten));
        await cluster.Forget(id);
        Assert.Equal((AdmissionStatus.Admitted, AdmissionStatus.Revoked), (await Admit(used), await Admit(forgotten)));
        var shown = (await cluster.View(id)).Devices.Single(device => device.Id == forgotten.DeviceId);
        Assert.Equal((until, null), (shown.RevokedAt!.Value, shown.UnusedUntil));
    }

    [Fact]
    [Attack("A device invents entries with times of the past, at night, or tries many codes")]
    public async Task Nobody_records_unusual_entries_without_being_pointed_out()
    {
        var id = await cluster.NewFacility();
        var daily = new DayHours(new TimeOnly(10, 0), new TimeOnly(22, 0));
        await cluster.Facility(id).SetHours(FacilityCluster.Owner, new OpeningHours([.. Enumerable.Repeat<DayHours?>(daily, 7)]));
        var (odd, plain) = (await Pair(id, FacilityCluster.Owner), await Pair(id, FacilityCluster.Owner));
        var today = Tokens.KoreanDay.Of(cluster.Time.GetUtcNow()).Start;
        cluster.Visits.Devices[id] =
        [
            new DeviceHourCount(odd.DeviceId, today.AddHours(3), 40, 40),
            new DeviceHourCount(odd.DeviceId, today.AddHours(12), 60, 0),
            new DeviceHourCount(plain.DeviceId, today.AddHours(12), 60, 5),
        ];
        await cluster.Door(id).Refused(odd.DeviceId, 70);
        await cluster.Forget(id);

        foreach (var caller in new[] { FacilityCluster.Owner, FacilityCluster.Official })
        {
            var devices = (await cluster.Facility(id).View(caller)).Value!.Devices.ToDictionary(device => device.Id);
            var all = DeviceRemarks.Late | DeviceRemarks.Refused | DeviceRemarks.ClosedHours;
            Assert.Equal(new DeviceActivity(100, 40, 40, 70, all), devices[odd.DeviceId].Activity);
            Assert.Equal(new DeviceActivity(60, 5, 0, 0, DeviceRemarks.None), devices[plain.DeviceId].Activity);
        }
    }

    private async Task<DeviceToken> Pair(Guid facilityId, Caller by)
    {
        var code = (await cluster.Facility(facilityId).OfferPairing(by)).Value!.Code;
        return DeviceToken.Read((await cluster.Desk.Pair(code, new("기기"))).DeviceToken)!;
    }
}

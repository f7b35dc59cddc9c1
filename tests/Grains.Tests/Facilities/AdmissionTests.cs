using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities;

namespace KiPass.Grains.Tests.Facilities;

public sealed class AdmissionTests(FacilityCluster cluster) : IClassFixture<FacilityCluster>
{
    [Fact]
    public async Task A_wrong_device_token_is_unknown_and_reveals_no_facility_name()
    {
        var (id, token) = await Paired();
        var wrong = (byte[])token.Hash.Clone();
        wrong[31] ^= 1;
        Assert.Equal(new Admission(AdmissionStatus.Unknown, ""), await cluster.Door(id).Admit(token.DeviceId, wrong));
        Assert.Equal(AdmissionStatus.Unknown, (await cluster.Door(id).Admit(Guid.NewGuid(), token.Hash)).Status);
        Assert.Equal(AdmissionStatus.Unknown, (await cluster.Door(id).Admit(token.DeviceId, [])).Status);
        Assert.Equal(AdmissionStatus.Unknown, (await cluster.Door(Guid.NewGuid()).Admit(token.DeviceId, token.Hash)).Status);
    }

    [Fact]
    public async Task A_revoked_device_is_refused_permanently_and_other_devices_are_not()
    {
        var (id, token) = await Paired();
        var other = DeviceToken.Read((await cluster.Desk.Pair(await cluster.Code(id), new("다른 기기"))).DeviceToken)!;
        Assert.Equal(AnswerStatus.Done, (await cluster.Facility(id).RevokeDevice(FacilityCluster.Owner, token.DeviceId)).Status);
        await cluster.Forget(id);

        Assert.Equal(AdmissionStatus.Revoked, (await cluster.Door(id).Admit(token.DeviceId, token.Hash)).Status);
        Assert.Equal(AdmissionStatus.Admitted, (await cluster.Door(id).Admit(other.DeviceId, other.Hash)).Status);
    }

    [Fact]
    public async Task An_owner_cannot_see_a_device_of_another_facility()
    {
        var (mine, token) = await Paired();
        var (another, foreign) = await Paired();
        var facility = cluster.Facility(mine);
        Assert.Equal(AnswerStatus.NotFound, (await facility.RevokeDevice(FacilityCluster.Owner, foreign.DeviceId)).Status);
        Assert.Equal(AnswerStatus.NotFound, (await facility.ChangeDevice(FacilityCluster.Owner, foreign.DeviceId, "내 것", null)).Status);
        Assert.Equal(
            AnswerStatus.NotFound,
            (await cluster.Facility(another).RevokeDevice(FacilityCluster.Stranger, foreign.DeviceId)).Status
        );
        Assert.Equal(AdmissionStatus.Unknown, (await cluster.Door(mine).Admit(foreign.DeviceId, foreign.Hash)).Status);
        Assert.Equal(AdmissionStatus.Admitted, (await cluster.Door(another).Admit(foreign.DeviceId, foreign.Hash)).Status);
        Assert.Equal(AdmissionStatus.Admitted, (await cluster.Door(mine).Admit(token.DeviceId, token.Hash)).Status);
    }

    [Fact]
    public async Task Devices_of_a_suspended_or_closed_facility_are_refused()
    {
        var (id, token) = await Paired();
        var facility = cluster.Facility(id);
        await facility.Suspend(FacilityCluster.Owner, "휴가");
        Assert.Equal(AdmissionStatus.Inactive, (await cluster.Door(id).Admit(token.DeviceId, token.Hash)).Status);
        await facility.Resume(FacilityCluster.Owner);
        Assert.Equal(AdmissionStatus.Admitted, (await cluster.Door(id).Admit(token.DeviceId, token.Hash)).Status);
        await facility.Close(FacilityCluster.Owner, "");
        Assert.Equal(AdmissionStatus.Inactive, (await cluster.Door(id).Admit(token.DeviceId, token.Hash)).Status);
    }

    [Fact]
    public async Task The_last_seen_time_of_a_device_survives_grain_deactivation()
    {
        var (id, token) = await Paired();
        cluster.Time.Advance(TimeSpan.FromHours(1));
        await cluster.Door(id).Admit(token.DeviceId, token.Hash);
        var seen = Assert.Single((await cluster.View(id)).Devices).SeenAt;
        await cluster.Forget(id);
        Assert.Equal(seen, Assert.Single((await cluster.View(id)).Devices).SeenAt);
        Assert.True(cluster.Time.GetUtcNow() - seen < TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("kd_")]
    [InlineData("kx_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("kd_!!!!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Malformed_text_is_not_parsed_as_a_device_token(string? text) => Assert.Null(DeviceToken.Read(text));

    private async Task<(Guid FacilityId, DeviceToken Token)> Paired()
    {
        var id = await cluster.NewFacility();
        return (id, DeviceToken.Read((await cluster.Desk.Pair(await cluster.Code(id), new("기기"))).DeviceToken)!);
    }
}

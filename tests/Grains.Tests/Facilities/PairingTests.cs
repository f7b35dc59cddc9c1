using System.Text.Json;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities;
using KiPass.Tokens.Keys;

namespace KiPass.Grains.Tests.Facilities;

public sealed class PairingTests(FacilityCluster cluster) : IClassFixture<FacilityCluster>
{
    [Fact]
    public async Task A_pairing_code_pairs_one_device_which_is_admitted_immediately()
    {
        var id = await cluster.NewFacility();
        var pairing = await cluster.Desk.Pair(await cluster.Code(id), new("정문"));

        Assert.Equal(PairingStatus.Paired, pairing.Status);
        Assert.Equal((id, "종로포차"), (pairing.FacilityId, pairing.FacilityName));
        var token = DeviceToken.Read(pairing.DeviceToken)!;
        Assert.Equal((id, pairing.DeviceId), (token.FacilityId, token.DeviceId));
        Assert.Equal(
            new Admission(AdmissionStatus.Admitted, "종로포차", District: "11110", Capacity: 80),
            await cluster.Door(id).Admit(token.DeviceId, token.Hash)
        );
        var device = Assert.Single((await cluster.View(id)).Devices);
        Assert.Equal((pairing.DeviceId, "정문"), (device.Id, device.Name));
        Assert.NotNull(device.SeenAt);
    }

    [Fact]
    public async Task A_pairing_code_works_once_when_twenty_devices_use_it_concurrently()
    {
        var id = await cluster.NewFacility();
        var code = await cluster.Code(id);
        var tries = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => cluster.Desk.Pair(code, new($"device {n}")).AsTask()));

        Assert.Single(tries, pairing => pairing.Status == PairingStatus.Paired);
        Assert.All(tries.Where(pairing => pairing.Status != PairingStatus.Paired), pairing => Assert.Equal(Pairing.Unknown, pairing));
        Assert.Single((await cluster.View(id)).Devices);
    }

    [Fact]
    public async Task An_owners_pairing_code_expires_after_ten_minutes_and_a_demo_code_never()
    {
        var id = await cluster.NewFacility();
        var code = await cluster.Code(id);
        var demo = await cluster.Door(id).OfferPairing(until: null);
        cluster.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(Pairing.Unknown, await cluster.Desk.Pair(code, new("late")));
        Assert.Equal(PairingStatus.Paired, (await cluster.Desk.Pair(demo, new("demo"))).Status);
        Assert.Equal(Pairing.Unknown, await cluster.Desk.Pair(demo, new("again")));
    }

    [Fact]
    public async Task A_device_that_repeats_its_pairing_request_is_paired_once_and_gets_a_new_token()
    {
        var id = await cluster.NewFacility();
        var code = await cluster.Code(id);
        var device = new NewDevice("정문", JsonSerializer.Serialize(EcJwk.Create().Public()));
        var first = await cluster.Desk.Pair(code, device);
        var second = await cluster.Desk.Pair(code, device);

        Assert.Equal((PairingStatus.Paired, first.DeviceId), (second.Status, second.DeviceId));
        Assert.Single((await cluster.View(id)).Devices);
        var (lost, valid) = (DeviceToken.Read(first.DeviceToken)!, DeviceToken.Read(second.DeviceToken)!);
        Assert.Equal(AdmissionStatus.Unknown, (await cluster.Door(id).Admit(lost.DeviceId, lost.Hash)).Status);
        Assert.Equal(AdmissionStatus.Admitted, (await cluster.Door(id).Admit(valid.DeviceId, valid.Hash)).Status);

        // Another device, a device without a key, and the same device after the code has expired.
        Assert.Equal(Pairing.Unknown, await cluster.Desk.Pair(code, new("정문", JsonSerializer.Serialize(EcJwk.Create().Public()))));
        Assert.Equal(Pairing.Unknown, await cluster.Desk.Pair(code, new("정문")));
        cluster.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(Pairing.Unknown, await cluster.Desk.Pair(code, device));
    }

    [Fact]
    public async Task A_code_of_another_pairing_does_not_take_over_a_device_with_its_public_key()
    {
        var id = await cluster.NewFacility();
        var key = JsonSerializer.Serialize(EcJwk.Create().Public());
        var first = await cluster.Desk.Pair(await cluster.Code(id), new("정문", key));
        var other = await cluster.Desk.Pair(await cluster.Code(id), new("후문", key));

        Assert.NotEqual(first.DeviceId, other.DeviceId);
        var token = DeviceToken.Read(first.DeviceToken)!;
        Assert.Equal(AdmissionStatus.Admitted, (await cluster.Door(id).Admit(token.DeviceId, token.Hash)).Status);
    }

    [Fact]
    public async Task A_repeated_request_for_a_pairing_code_returns_the_same_code_until_it_expires()
    {
        var id = await cluster.NewFacility();
        var request = Guid.NewGuid();
        var first = (await cluster.Facility(id).OfferPairingOnce(FacilityCluster.Owner, request)).Value!;

        Assert.Equal(first, (await cluster.Facility(id).OfferPairingOnce(FacilityCluster.Owner, request)).Value);
        Assert.NotEqual(first.Code, (await cluster.Facility(id).OfferPairingOnce(FacilityCluster.Owner, Guid.NewGuid())).Value!.Code);
        cluster.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.NotEqual(first.Code, (await cluster.Facility(id).OfferPairingOnce(FacilityCluster.Owner, request)).Value!.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("00000-00000")]
    [InlineData("SHORT")]
    [InlineData("AAAAA-AAAAAA")]
    [InlineData("AAAAA-AAA!A")]
    [InlineData("ㅁㅁㅁㅁㅁ-ㅁㅁㅁㅁㅁ")]
    public async Task A_wrong_pairing_code_is_unknown(string? typed) =>
        Assert.Equal(Pairing.Unknown, await cluster.Desk.Pair(typed, new("device")));

    [Fact]
    public async Task A_pairing_code_is_accepted_in_every_common_spelling()
    {
        var id = await cluster.NewFacility();
        var typed = (await cluster.Code(id)).Replace("-", " ").Replace('0', 'o').Replace('1', 'L').ToLowerInvariant();
        Assert.Equal(PairingStatus.Paired, (await cluster.Desk.Pair(typed, new("device"))).Status);
    }

    [Fact]
    public async Task A_pairing_code_is_invalid_once_the_facility_is_suspended()
    {
        var id = await cluster.NewFacility();
        var code = await cluster.Code(id);
        await cluster.Facility(id).Suspend(FacilityCluster.Owner, "");
        Assert.Equal(Pairing.Unknown, await cluster.Desk.Pair(code, new("device")));
    }

    [Theory]
    [InlineData(FacilityState.Draft)]
    [InlineData(FacilityState.Submitted)]
    [InlineData(FacilityState.Suspended)]
    [InlineData(FacilityState.Closed)]
    public async Task Only_an_active_facility_can_create_pairing_codes(FacilityState stage)
    {
        var id = await cluster.NewFacility(stage);
        Assert.Equal(AnswerStatus.Conflict, (await cluster.Facility(id).OfferPairing(FacilityCluster.Owner)).Status);
        Assert.Null(await cluster.Door(id).OfferPairing(until: null));
    }
}

using System.Net;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.BusinessRegistry;
using KiPass.Grains.Tests.Facilities;
using KiPass.Testing;

namespace KiPass.Grains.Tests.BusinessRegistry;

/// <summary>Facilities whose business numbers the tax service checks; each test has a silo and a service of its own.</summary>
public sealed class RegistrationByTaxServiceTests : FacilityCluster
{
    private readonly FakeTaxService server = new();

    internal override TaxServiceOptions? TaxOptions => server.Options;

    private IBusinessRegistrySweep Sweeps => Grains.GetGrain<IBusinessRegistrySweep>(IBusinessRegistrySweep.Key);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        server.Dispose();
    }

    [Fact]
    public async Task A_business_registry_match_opens_the_facility_immediately()
    {
        Know();
        var id = await NewFacility(FacilityState.Submitted);
        var view = await Until(id, FacilityState.Active);
        Assert.Equal(BusinessRegistryVerdict.Matches, view.Registry.Verdict);
        Assert.Equal(FacilityEventKind.Approved, view.History[^1].What);
        Assert.Equal("register", view.History[^1].By);
        Assert.Equal(TimeSpan.FromDays(7), view.Registry.NextAt - view.Registry.CheckedAt);
    }

    [Fact]
    public async Task Resubmitting_an_unchanged_registry_mismatch_requires_an_official()
    {
        Know(representative: "다른사람");
        var id = await NewFacility(FacilityState.Submitted);
        Assert.Equal(BusinessRegistryVerdict.Differs, (await Until(id, FacilityState.Draft)).Registry.Verdict);

        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(AnswerStatus.Done, (await Grains.SubmitWithCertificate(id, Owner)).Status);
        var view = await View(id);
        Assert.Equal((FacilityState.Submitted, BusinessRegistryVerdict.ByHand), (view.Stage, view.Registry.Verdict));
        Assert.Equal(AnswerStatus.Done, (await Facility(id).Approve(Official)).Status);
    }

    [Fact]
    public async Task A_corrected_registration_is_verified_again()
    {
        Know(representative: "다른사람");
        var id = await NewFacility(FacilityState.Submitted);
        await Until(id, FacilityState.Draft);
        await Facility(id).SaveDraft(Owner, SampleFacts.HuntingPub with { Representative = "다른사람" });
        Time.Advance(TimeSpan.FromMinutes(1));
        await Grains.SubmitWithCertificate(id, Owner);
        await Until(id, FacilityState.Active);
    }

    [Fact]
    public async Task A_registration_stays_pending_during_a_tax_service_outage()
    {
        Know();
        server.Fail(HttpStatusCode.InternalServerError, "INTERNAL_ERROR");
        var id = await NewFacility(FacilityState.Submitted);
        await Eventually.True(async () => (await View(id)).Registry.Failures == 1, "the service was asked in vain");
        await Forget(id);
        Assert.Equal(
            (FacilityState.Submitted, BusinessRegistryVerdict.Pending),
            ((await View(id)).Stage, (await View(id)).Registry.Verdict)
        );

        server.Answer();
        Assert.Equal(0, await Sweeps.Sweep());
        Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await Sweeps.Sweep());
        Assert.Equal(FacilityState.Active, (await View(id)).Stage);
    }

    [Fact]
    public async Task An_official_can_confirm_manually_during_a_tax_service_outage()
    {
        server.Fail(HttpStatusCode.InternalServerError, "INTERNAL_ERROR");
        var id = await NewFacility(FacilityState.Submitted);
        Assert.Equal(AnswerStatus.Done, (await Facility(id).Approve(Official)).Status);
        Assert.Equal(FacilityState.Active, (await View(id)).Stage);
    }

    [Fact]
    public async Task An_unregistered_business_is_queried_again_until_it_is_registered()
    {
        var id = await NewFacility(FacilityState.Submitted);
        await Eventually.True(
            async () => (await View(id)).Registry.Verdict == BusinessRegistryVerdict.Unregistered,
            "the business is unregistered"
        );
        Assert.Equal(FacilityState.Submitted, (await View(id)).Stage);
        Know();
        Time.Advance(TimeSpan.FromHours(7));
        await Sweeps.Sweep();
        Assert.Equal(FacilityState.Active, (await View(id)).Stage);
    }

    [Fact]
    public async Task The_weekly_check_detects_a_closed_business()
    {
        Know();
        var id = await NewFacility(FacilityState.Submitted);
        await Until(id, FacilityState.Active);
        Know(code: "03");
        Time.Advance(TimeSpan.FromDays(6.9));
        Assert.Equal(0, await Sweeps.Sweep());
        Time.Advance(TimeSpan.FromDays(0.2));
        // As its reminder wakes it, which each silo sets at its start.
        await Sweeps.AsReference<IRemindable>().ReceiveReminder("sweep", default);

        var view = await View(id);
        Assert.Equal((FacilityState.Active, BusinessRegistryVerdict.BusinessClosed), (view.Stage, view.Registry.Verdict));
        var found = (await Directory.Search(Official, new DirectoryQuery { Registry = BusinessRegistryVerdict.BusinessClosed })).Value!;
        Assert.Equal(id, Assert.Single(found.Facilities).Id);
        // The opening date and the representative are compared once; later only whether the business still exists.
        Assert.Equal((1, 1), (server.CallsOf("validate"), server.CallsOf("status")));
    }

    private void Know(string representative = "김사장", string code = "01") =>
        server.Businesses["1208800767"] = ("20180302", representative, code);

    private async Task<FacilityView> Until(Guid id, FacilityState stage)
    {
        await Eventually.True(async () => (await View(id)).Stage == stage, $"the facility is {stage}");
        return await View(id);
    }
}

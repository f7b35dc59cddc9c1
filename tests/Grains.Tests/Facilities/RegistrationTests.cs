using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Tests.Facilities;

public sealed class RegistrationTests(FacilityCluster cluster) : IClassFixture<FacilityCluster>
{
    [Fact]
    public async Task An_incomplete_draft_is_saved_and_submitting_it_reports_every_invalid_field()
    {
        var id = Guid.NewGuid();
        var facility = cluster.Facility(id);
        var draft = new FacilityFacts
        {
            Name = "  종로포차 ",
            BusinessNumber = "123-45-67890",
            Phone = "+82 10-1234-5678",
        };
        Assert.Equal(AnswerStatus.Done, (await facility.SaveDraft(FacilityCluster.Owner, draft)).Status);
        await cluster.Forget(id);

        var view = await cluster.View(id);
        Assert.Equal(("종로포차", "01012345678"), (view.Facts.Name, view.Facts.Phone));
        var answer = await facility.Submit(FacilityCluster.Owner);
        Assert.Equal(AnswerStatus.Invalid, answer.Status);
        Assert.Equal(
            [
                ("BusinessNumber", FieldProblem.CheckDigit),
                ("OpenedOn", FieldProblem.Missing),
                ("Representative", FieldProblem.Missing),
                ("ManagerName", FieldProblem.Missing),
                ("District", FieldProblem.Missing),
                ("Address", FieldProblem.Missing),
                ("Type", FieldProblem.Missing),
                ("Capacity", FieldProblem.Missing),
                ("Certificate", FieldProblem.Missing),
            ],
            answer.Errors.Select(error => (error.Field, error.Problem))
        );
    }

    [Fact]
    public async Task The_history_records_who_took_each_step_from_draft_to_active()
    {
        var id = await cluster.NewFacility();
        await cluster.Forget(id);
        var view = await cluster.View(id);
        Assert.Equal(FacilityState.Active, view.Stage);
        Assert.Equal(
            [("owner-1", FacilityEventKind.Begun), ("owner-1", FacilityEventKind.Submitted), ("official-1", FacilityEventKind.Approved)],
            view.History.Select(change => (change.By, change.What))
        );
    }

    [Fact]
    public async Task A_rejected_registration_shows_the_reason_and_can_be_resubmitted()
    {
        var id = await cluster.NewFacility(FacilityState.Submitted);
        var facility = cluster.Facility(id);
        Assert.Equal(AnswerStatus.Invalid, (await facility.Reject(FacilityCluster.Official, " ")).Status);
        Assert.Equal(AnswerStatus.Done, (await facility.Reject(FacilityCluster.Official, "주소를 확인해 주십시오.")).Status);
        var view = await cluster.View(id);
        Assert.Equal((FacilityState.Draft, "주소를 확인해 주십시오."), (view.Stage, view.Reason));
        // The certificate of the returned registration is destroyed, so another one is needed.
        Assert.Equal([new FieldError("Certificate", FieldProblem.Missing)], (await facility.Submit(FacilityCluster.Owner)).Errors);
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(AnswerStatus.Done, (await cluster.Grains.SubmitWithCertificate(id, FacilityCluster.Owner)).Status);
        Assert.Equal("", (await cluster.View(id)).Reason);
    }

    [Fact]
    public async Task An_official_confirms_a_registration_in_own_words_that_the_owner_reads()
    {
        var id = await cluster.NewFacility(FacilityState.Submitted);
        var facility = cluster.Facility(id);
        Assert.Equal(AnswerStatus.Invalid, (await facility.Confirm(FacilityCluster.Official, " ")).Status);
        Assert.Equal(AnswerStatus.Invalid, (await facility.Confirm(FacilityCluster.Official, new string('가', 501))).Status);
        Assert.Equal(FacilityState.Submitted, (await cluster.View(id)).Stage);

        Assert.Equal(AnswerStatus.Done, (await facility.Confirm(FacilityCluster.Official, " 등록증과 같음 ")).Status);

        var view = await cluster.View(id);
        Assert.Equal((FacilityState.Active, "등록증과 같음"), (view.Stage, view.History[^1].Detail));
    }

    [Fact]
    public async Task Registration_steps_are_repeatable_and_cannot_be_skipped()
    {
        var id = await cluster.NewFacility(FacilityState.Draft);
        var facility = cluster.Facility(id);
        Assert.Equal(AnswerStatus.Conflict, (await facility.Suspend(FacilityCluster.Owner, "")).Status);
        Assert.Equal(AnswerStatus.Conflict, (await facility.Resume(FacilityCluster.Owner)).Status);
        Assert.Equal(AnswerStatus.Invalid, (await facility.Submit(FacilityCluster.Owner)).Status);
        await cluster.Grains.SubmitWithCertificate(id, FacilityCluster.Owner);
        Assert.Equal(AnswerStatus.Done, (await facility.Submit(FacilityCluster.Owner)).Status);
        Assert.Equal(AnswerStatus.Conflict, (await facility.SaveDraft(FacilityCluster.Owner, SampleFacts.HuntingPub)).Status);
        await facility.Approve(FacilityCluster.Official);
        Assert.Equal(AnswerStatus.Done, (await facility.Approve(FacilityCluster.Official)).Status);
        Assert.Equal(AnswerStatus.Conflict, (await facility.Reject(FacilityCluster.Official, "늦음")).Status);
        await facility.Close(FacilityCluster.Owner, "폐업");
        Assert.Equal(AnswerStatus.Done, (await facility.Close(FacilityCluster.Owner, "폐업")).Status);
        Assert.Equal(AnswerStatus.Conflict, (await facility.Resume(FacilityCluster.Owner)).Status);
        Assert.Equal(AnswerStatus.Conflict, (await facility.Edit(FacilityCluster.Owner, SampleFacts.HuntingPub)).Status);
    }

    [Fact]
    public async Task Only_an_official_can_change_the_business_number()
    {
        var id = await cluster.NewFacility();
        var facility = cluster.Facility(id);
        var larger = SampleFacts.HuntingPub with { Capacity = 120 };
        Assert.Equal(AnswerStatus.Done, (await facility.Edit(FacilityCluster.Owner, larger)).Status);
        var answer = await facility.Edit(FacilityCluster.Owner, larger with { BusinessNumber = "220-81-62517", Representative = "박" });
        Assert.Equal(
            [("BusinessNumber", FieldProblem.Fixed), ("Representative", FieldProblem.Fixed)],
            answer.Errors.Select(error => (error.Field, error.Problem))
        );
        Assert.Equal(
            AnswerStatus.Done,
            (await facility.Edit(FacilityCluster.Official, larger with { BusinessNumber = "220-81-62517" })).Status
        );
        var view = await cluster.View(id);
        Assert.Equal(("220-81-62517", 120), (view.Facts.BusinessNumber, view.Facts.Capacity));
        Assert.Equal([null, 80, null, 120, 120], view.History.Select(change => change.Facts?.Capacity));
    }

    [Fact]
    public async Task Only_an_official_can_resume_a_facility_suspended_by_an_official()
    {
        var id = await cluster.NewFacility();
        var facility = cluster.Facility(id);
        await facility.Suspend(FacilityCluster.Owner, "");
        Assert.Equal(AnswerStatus.Invalid, (await facility.Suspend(FacilityCluster.Official, "")).Status);
        Assert.Equal(AnswerStatus.Done, (await facility.Suspend(FacilityCluster.Official, "집합금지 위반")).Status);
        Assert.Equal(AnswerStatus.Refused, (await facility.Resume(FacilityCluster.Owner)).Status);
        Assert.Equal(AnswerStatus.Done, (await facility.Resume(FacilityCluster.Official)).Status);
        Assert.Equal(FacilityState.Active, (await cluster.View(id)).Stage);
    }

    [Fact]
    public async Task Accepting_a_transfer_gives_ownership_only_to_the_offered_account()
    {
        var id = await cluster.NewFacility();
        var facility = cluster.Facility(id);
        var heir = Caller.Account("heir-1");
        Assert.Equal(AnswerStatus.Done, (await facility.OfferTransfer(FacilityCluster.Owner, heir.AccountId)).Status);
        Assert.Equal(AnswerStatus.NotFound, (await facility.AcceptTransfer(FacilityCluster.Stranger)).Status);
        Assert.True((await cluster.Directory.Mine(heir)).Value!.Single(one => one.Id == id).Offered);
        Assert.Equal(AnswerStatus.Done, (await facility.AcceptTransfer(heir)).Status);

        Assert.Equal(AnswerStatus.NotFound, (await facility.View(FacilityCluster.Owner)).Status);
        Assert.Equal(MemberRole.Owner, (await cluster.View(id, heir)).MyRole);
        Assert.DoesNotContain((await cluster.Directory.Mine(FacilityCluster.Owner)).Value!, one => one.Id == id);
        Assert.Equal(MemberRole.Owner, (await cluster.Directory.Mine(heir)).Value!.Single(one => one.Id == id).MyRole);
    }

    [Fact]
    public async Task Hourly_counts_use_Korean_time_and_cover_at_most_28_days()
    {
        var id = await cluster.NewFacility();
        var hour = new DateTimeOffset(2020, 6, 12, 10, 0, 0, TimeSpan.Zero);
        cluster.Visits.Hours[id] = [new(hour, 7), new(hour.AddHours(5), 3), new(hour.AddDays(-1), 99)];
        var day = new DateOnly(2020, 6, 12);
        var entries = (await cluster.Facility(id).Entries(FacilityCluster.Owner, day, day)).Value!;
        Assert.Equal(new HourlyEntries(new DateTimeOffset(2020, 6, 12, 19, 0, 0, TimeSpan.FromHours(9)), 7), Assert.Single(entries));
        Assert.Equal(AnswerStatus.Invalid, (await cluster.Facility(id).Entries(FacilityCluster.Owner, day.AddDays(-28), day)).Status);
    }
}

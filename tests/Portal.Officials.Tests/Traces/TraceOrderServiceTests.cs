using KiPass.Contracts.Access;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces.Cases;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Tests.Traces;

public sealed class TraceOrderServiceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_approved_order_is_signed_and_each_part_opens_for_one_party_only(bool postgres)
    {
        using var traces = new TraceFixture(postgres ? await TraceFixture.NewPostgres() : null);
        var id = await traces.Submitted();
        Assert.Equal(TraceOrderOutcome.Done, (await traces.Orders.Approve(TraceFixture.Approves, id)).Answer);

        var row = await traces.Order(id);
        Assert.Equal(TraceOrderState.Approved, row.State);
        Assert.Equal(
            OrderVerdict.Valid,
            TraceOrder.Verify(row.Jws, traces.Domain.SigningKey().Public(), traces.Time.GetUtcNow(), out var order)
        );
        Assert.Equal(
            (id, traces.Today - 2, traces.Today, 1000, 14),
            (order!.Id, order.FromDay, order.ToDay, order.MaxContacts, order.NoticeAfterDays)
        );
        Assert.Equal(($"{TraceFixture.Asks.Id}", $"{TraceFixture.Approves.Id}"), (order.RequestedBy, order.ApprovedBy));
        Assert.Equal(new ushort[] { 1, 2 }, order.ForIssuer.Keys.Order());
        Assert.Equal(new IndexPerson("+821011112222", "지표 환자"), IndexPerson.Open(order.ForIssuer[1], traces.Issuers[1].Decryption));
        Assert.Null(IndexPerson.Open(order.ForIssuer[1], traces.Issuers[2].Decryption));
        Assert.Null(IndexPerson.Open(order.ForIssuer[1], traces.Register.Decryption));
        Assert.Equal(TraceKind.Case, RegisterPart.Open(order.ForRegister, traces.Register.Decryption)!.Kind);
        Assert.Null(RegisterPart.Open(order.ForRegister, traces.Issuers[1].Decryption));
        Assert.Equal(["case-opened", "order-drafted", "order-submitted", "order-approved"], await traces.Audit());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_repeated_or_concurrent_save_makes_one_draft_and_a_repeated_submission_one_order(bool postgres)
    {
        using var traces = new TraceFixture(postgres ? await TraceFixture.NewPostgres() : null);
        var (caseId, draftId) = (await traces.Case(), Guid.NewGuid());
        var saved = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => traces.Orders.Save(TraceFixture.Asks, caseId, null, traces.Draft(), draftId))
        );
        Assert.Contains(saved, one => one.Answer == TraceOrderOutcome.Done);
        for (var i = 0; i < 2; i++)
        {
            var again = await traces.Orders.Save(TraceFixture.Asks, caseId, null, traces.Draft(), draftId);
            Assert.Equal((TraceOrderOutcome.Done, draftId), (again.Answer, again.OrderId));
            Assert.Equal(TraceOrderOutcome.Done, (await traces.Orders.Submit(TraceFixture.Asks, draftId)).Answer);
        }
        Assert.Equal(draftId, Assert.Single((await traces.Cases.Find(TraceFixture.Asks, caseId))!.Orders).Id);
        Assert.Single(await traces.Audit(), "order-submitted");

        // Nobody writes into the draft of another official or of another case by choosing its id.
        Assert.Equal(
            TraceOrderOutcome.NotYours,
            (await traces.Orders.Save(TraceFixture.Approves, caseId, null, traces.Draft(), draftId)).Answer
        );
        var other = await traces.Case("2020-0612-032");
        Assert.Equal(
            TraceOrderOutcome.NotFound,
            (await traces.Orders.Save(TraceFixture.Asks, other, null, traces.Draft(), draftId)).Answer
        );
    }

    [Fact]
    public async Task A_repeated_call_opens_one_case_and_another_form_with_its_number_is_a_duplicate()
    {
        using var traces = new TraceFixture();
        var form = new CaseForm("2020-0612-031", "*", Id: Guid.NewGuid());
        Assert.Equal(form.Id, (await traces.Cases.Open(TraceFixture.Asks, form)).Value);
        Assert.Equal(form.Id, (await traces.Cases.Open(TraceFixture.Asks, form)).Value);
        Assert.Equal(AnswerStatus.Invalid, (await traces.Cases.Open(TraceFixture.Asks, form with { Id = Guid.NewGuid() })).Status);
        Assert.Equal(AnswerStatus.Invalid, (await traces.Cases.Open(TraceFixture.Approves, form)).Status);
        Assert.Equal(["case-opened"], await traces.Audit());
    }

    [Fact]
    public async Task Approval_requires_another_official_of_the_district_with_the_approver_role()
    {
        using var traces = new TraceFixture();
        var own = await traces.Submitted(by: TraceFixture.Approves);
        Assert.Equal(TraceOrderOutcome.SelfApproved, (await traces.Orders.Approve(TraceFixture.Approves, own)).Answer);
        Assert.Equal(TraceOrderOutcome.NotAnApprover, (await traces.Orders.Approve(TraceFixture.Asks, own)).Answer);

        var seoul = new Official(Guid.NewGuid(), new Jurisdiction("11"), Approves: true);
        var busan = new Official(Guid.NewGuid(), new Jurisdiction("26"), Approves: true);
        var inSeoul = await traces.Submitted(district: "11110", by: seoul);
        Assert.Equal(TraceOrderOutcome.NotFound, (await traces.Orders.Approve(busan, inSeoul)).Answer);
        Assert.Equal(TraceOrderState.Submitted, (await traces.Order(own)).State);
        Assert.Null((await traces.Order(own)).Jws);
        var audit = await traces.Audit();
        Assert.Contains("order-refused SelfApproved", audit);
        Assert.Contains("order-refused NotAnApprover", audit);
    }

    [Fact]
    public async Task Orders_for_over_ten_thousand_contacts_require_two_approvers()
    {
        using var traces = new TraceFixture();
        var id = await traces.Submitted(traces.Draft() with { MaxContacts = 10_001 });
        Assert.Equal(TraceOrderOutcome.OneMoreApproval, (await traces.Orders.Approve(TraceFixture.Approves, id)).Answer);
        Assert.Equal(TraceOrderOutcome.SelfApproved, (await traces.Orders.Approve(TraceFixture.Approves, id)).Answer);
        Assert.Null((await traces.Order(id)).Jws);
        Assert.Equal(TraceOrderOutcome.Done, (await traces.Orders.Approve(TraceFixture.AlsoApproves, id)).Answer);
        Assert.NotNull((await traces.Order(id)).Jws);
    }

    [Fact]
    public async Task A_declined_order_returns_with_its_reason_and_only_its_author_can_revise_it()
    {
        using var traces = new TraceFixture();
        var id = await traces.Submitted();
        var caseId = (await traces.Order(id)).CaseId;
        Assert.Equal(TraceOrderOutcome.Invalid, (await traces.Orders.Decline(TraceFixture.Approves, id, " ")).Answer);
        Assert.Equal(TraceOrderOutcome.Done, (await traces.Orders.Decline(TraceFixture.Approves, id, "기간이 너무 깁니다")).Answer);
        Assert.Equal(TraceOrderOutcome.Conflict, (await traces.Orders.Approve(TraceFixture.Approves, id)).Answer);
        Assert.Equal(TraceOrderOutcome.NotYours, (await traces.Orders.Save(TraceFixture.Approves, caseId, id, traces.Draft())).Answer);
        Assert.Equal(
            TraceOrderOutcome.Done,
            (await traces.Orders.Save(TraceFixture.Asks, caseId, id, traces.Draft() with { FromDay = traces.Today })).Answer
        );
        Assert.Equal(TraceOrderOutcome.Done, (await traces.Orders.Submit(TraceFixture.Asks, id)).Answer);
        Assert.Equal(TraceOrderOutcome.Done, (await traces.Orders.Approve(TraceFixture.Approves, id)).Answer);
        Assert.Equal(TraceOrderOutcome.Conflict, (await traces.Orders.Approve(TraceFixture.AlsoApproves, id)).Answer);
        Assert.Equal(TraceOrderOutcome.Conflict, (await traces.Orders.Save(TraceFixture.Asks, caseId, id, traces.Draft())).Answer);
        Assert.Equal(TraceOrderOutcome.Conflict, (await traces.Orders.Decline(TraceFixture.AlsoApproves, id, "늦음")).Answer);
    }

    [Fact]
    public async Task Two_concurrent_approvals_sign_one_order()
    {
        using var traces = new TraceFixture(await TraceFixture.NewPostgres());
        var id = await traces.Submitted();
        var both = await Task.WhenAll(
            Task.Run(() => traces.Orders.Approve(TraceFixture.Approves, id)),
            Task.Run(() => traces.Orders.Approve(TraceFixture.AlsoApproves, id))
        );
        Assert.Single(both, reply => reply.Answer == TraceOrderOutcome.Done);
        Assert.Single(await traces.Audit(), kind => kind == "order-approved");
    }

    public static TheoryData<string, string, FieldProblem> WrongFields =>
        new()
        {
            { "no phone", "Phone", FieldProblem.Missing },
            { "letters for a phone", "Phone", FieldProblem.Malformed },
            { "a phone that cannot exist", "Phone", FieldProblem.Malformed },
            { "no name", "Name", FieldProblem.Missing },
            { "29 days back", "FromDay", FieldProblem.OutOfRange },
            { "tomorrow", "ToDay", FieldProblem.OutOfRange },
            { "backwards", "ToDay", FieldProblem.OutOfRange },
            { "no contacts", "MaxContacts", FieldProblem.OutOfRange },
            { "more contacts than any order may", "MaxContacts", FieldProblem.OutOfRange },
            { "a notice after 31 days", "NoticeAfterDays", FieldProblem.OutOfRange },
            { "close after a day and a minute", "CloseMinutes", FieldProblem.OutOfRange },
            { "a dwell time of an unknown type", "Dwell", FieldProblem.OutOfRange },
            { "no ground", "Ground", FieldProblem.Missing },
            { "no reason", "Reason", FieldProblem.Missing },
            { "a window without a facility", "FacilityId", FieldProblem.Missing },
            { "a window into the future", "WindowTo", FieldProblem.OutOfRange },
            { "a window of more than a day", "WindowTo", FieldProblem.OutOfRange },
        };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task An_invalid_field_is_reported_and_the_order_is_not_stored(string what, string field, FieldProblem problem)
    {
        using var traces = new TraceFixture();
        var (good, now) = (traces.Draft(), traces.Time.GetUtcNow());
        var window = good with
        {
            Kind = TraceKind.FacilityWindow,
            FacilityId = Guid.NewGuid(),
            WindowFrom = now.AddHours(-3),
            WindowTo = now,
        };
        var draft = what switch
        {
            "no phone" => good with { Phone = " " },
            "letters for a phone" => good with { Phone = "공일공" },
            "a phone that cannot exist" => good with { Phone = "010-123" },
            "no name" => good with { Name = "" },
            "29 days back" => good with { FromDay = traces.Today - 29 },
            "tomorrow" => good with { ToDay = traces.Today + 1 },
            "backwards" => good with { FromDay = traces.Today, ToDay = traces.Today - 1 },
            "no contacts" => good with { MaxContacts = 0 },
            "more contacts than any order may" => good with { MaxContacts = TraceOrder.MostContacts + 1 },
            "a notice after 31 days" => good with { NoticeAfterDays = 31 },
            "close after a day and a minute" => good with { CloseMinutes = 1441 },
            "a dwell time of an unknown type" => good with { Dwell = new Dictionary<string, int> { ["moon"] = 5 } },
            "no ground" => good with { Ground = "" },
            "no reason" => good with { Reason = "" },
            "a window without a facility" => window with { FacilityId = null },
            "a window into the future" => window with { WindowTo = now.AddMinutes(1) },
            _ => window with { WindowFrom = now.AddHours(-25) },
        };
        var caseId = await traces.Case();
        var reply = await traces.Orders.Save(TraceFixture.Asks, caseId, null, draft);
        Assert.Equal(TraceOrderOutcome.Invalid, reply.Answer);
        Assert.Contains(new FieldError(field, problem), reply.Errors);
        Assert.Empty((await traces.Cases.Find(TraceFixture.Asks, caseId))!.Orders);
    }

    [Theory]
    [InlineData("010-1111-2222", "+821011112222")]
    [InlineData("01011112222", "+821011112222")]
    [InlineData("+82 10 1111 2222", "+821011112222")]
    [InlineData(" 010 1111 2222 ", "+821011112222")]
    [InlineData("+1 202 555 0147", "+12025550147")]
    public async Task Normalizes_phone_numbers_from_any_notation(string typed, string expected)
    {
        using var traces = new TraceFixture();
        var id = await traces.Submitted(traces.Draft() with { Phone = typed });
        Assert.Equal(expected, traces.Get<TraceOrderSigner>().Person(await traces.Order(id))!.Phone);
    }

    [Fact]
    public async Task A_facility_of_another_district_is_refused_and_audited()
    {
        using var traces = new TraceFixture();
        var (near, far) = (Guid.NewGuid(), Guid.NewGuid());
        (traces.Register.Facilities[near], traces.Register.Facilities[far]) = ("11110", "26110");
        var official = new Official(Guid.NewGuid(), new Jurisdiction("11110"), Approves: false);
        traces.Employ(official);
        var caseId = await traces.Case(district: "11110", by: official);
        var now = traces.Time.GetUtcNow();
        var draft = traces.Draft() with
        {
            Kind = TraceKind.FacilityWindow,
            FacilityId = far,
            WindowFrom = now.AddHours(-3),
            WindowTo = now,
        };
        Assert.Equal(TraceOrderOutcome.OutOfDistrict, (await traces.Orders.Save(official, caseId, null, draft)).Answer);
        Assert.Contains("order-refused OutOfDistrict", await traces.Audit());

        var saved = await traces.Orders.Save(official, caseId, null, draft with { FacilityId = near });
        Assert.Equal(TraceOrderOutcome.Done, saved.Answer);
        await traces.Orders.Submit(official, saved.OrderId);
        await traces.Orders.Approve(TraceFixture.Approves, saved.OrderId);
        TraceOrder.Verify((await traces.Order(saved.OrderId)).Jws, traces.Domain.SigningKey().Public(), now, out var order);
        var part = RegisterPart.Open(order!.ForRegister, traces.Register.Decryption)!;
        Assert.Equal((near, "11110", true), (part.Facility, part.District, part.Fits(order)));
        traces.Register.Reachable = false;
        Assert.Equal(TraceOrderOutcome.Unavailable, (await traces.Orders.Save(official, caseId, null, draft)).Answer);
    }

    [Fact]
    public async Task Does_not_sign_an_order_whose_days_exceed_the_retention_period()
    {
        using var traces = new TraceFixture();
        var id = await traces.Submitted(traces.Draft() with { FromDay = traces.Today - 28 });
        traces.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(TraceOrderOutcome.Outdated, (await traces.Orders.Approve(TraceFixture.Approves, id)).Answer);
        Assert.Contains("order-refused Outdated", await traces.Audit());
    }

    [Fact]
    public async Task Only_the_receiving_office_can_access_a_transferred_case()
    {
        using var traces = new TraceFixture();
        var jongno = new Official(Guid.NewGuid(), new Jurisdiction("11110"), Approves: false);
        var haeundae = new Official(Guid.NewGuid(), new Jurisdiction("26350"), Approves: false);
        Assert.Equal(AnswerStatus.Refused, (await traces.Cases.Open(jongno, new("X-1", "26350"))).Status);
        var id = await traces.Case(district: "11110", by: jongno);
        Assert.Equal(AnswerStatus.NotFound, (await traces.Cases.HandOver(haeundae, id, "26350", "거주지")).Status);
        Assert.Equal(AnswerStatus.Invalid, (await traces.Cases.HandOver(jongno, id, "99999", "거주지")).Status);
        Assert.Equal(AnswerStatus.Done, (await traces.Cases.HandOver(jongno, id, "26350", "거주지")).Status);
        Assert.Null(await traces.Cases.Find(jongno, id));
        Assert.NotNull(await traces.Cases.Find(haeundae, id));
        Assert.Contains("case-handed-over", await traces.Audit());
    }
}

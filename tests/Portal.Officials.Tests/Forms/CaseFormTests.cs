using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Reviews;
using KiPass.Portal.Officials.Statements;
using KiPass.Portal.Officials.Traces.Cases;
using KiPass.Portal.Officials.Traces.Pages;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Facilities;
using KiPass.Portal.Testing.Forms;
using KiPass.Tokens;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Statements;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Officials.Tests.Forms;

/// <summary>Every wrong or empty field of the forms about cases, traces and registrations gets one message at the field.</summary>
public sealed class CaseFormTests : IDisposable
{
    private const string Required = "Required.";
    private readonly TraceFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Officials/Traces/Cases/CasesPage.razor")]
    public async Task Each_wrong_field_of_a_new_case_gets_one_message(string language)
    {
        await fixture.Case("C-1");
        await using var page = Page(language, "11");
        page.Open<CasesPage>("New case");
        await page.Press("Create case");
        page.Complains(("Case number", Required));
        await page.Type("Case number", "김환자");
        await page.Type("First symptoms, or sampling", "2020-12-31");
        await page.Press("Create case");
        page.Complains(
            ("Case number", "Letters, digits and hyphens, at most 40."),
            ("First symptoms, or sampling", "Choose a day within the last 60 days.")
        );
        await page.Type("Case number", "C-1");
        await page.Type("First symptoms, or sampling", "a week ago");
        await page.Press("Create case");
        page.Complains(("First symptoms, or sampling", "Enter a date, for example 2020-06-12."));
        await page.Type("First symptoms, or sampling", "2020-06-10");
        await page.Press("Create case");
        page.Complains(("Case number", "This already exists."));
    }

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Officials/Statements/StatementsPage.razor")]
    public async Task A_statement_that_the_register_did_not_sign_gets_one_message(string language)
    {
        await using var page = Page(language);
        page.Open<StatementsPage>("Statements");
        await page.Press("Verify");
        page.Complains(("Text of the QR code", Required));
        await page.Type("Text of the QR code", "KP2:NOTHING");
        await page.Press("Verify");
        page.Complains(("Text of the QR code", "The register did not sign this text. It was changed, is incomplete, or is no statement."));
        var day = new StatementDay(KoreanDay.Of(fixture.Time.GetUtcNow()), [.. Enumerable.Repeat(1, 24)], [7]);
        var statement = new FacilityStatement(Guid.NewGuid(), fixture.Time.GetUtcNow(), "달빛노래연습장", "120-88-00767", [day]);
        await page.Type("Text of the QR code", statement.Sign(fixture.Register.Signing));
        await page.Press("Verify");
        page.Complains();
        page.Shows("Signed by the register");
        page.Shows("달빛노래연습장");
    }

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Officials/Traces/Cases/CasePage.razor")]
    [Form("Shared/Controls/ConfirmDialog.razor")]
    public async Task A_wrong_office_or_an_empty_reason_gets_one_message(string language)
    {
        await using var page = Page(language);
        page.Open<CasePage>("Transfer or close", ("CaseId", await fixture.Case()));
        await page.Press("Transfer");
        page.Complains(("New office", "Choose a different office."));
        await page.Type("New office", page.Text("All of {0}", FacilityTexts.Name(Districts.Provinces.Single(one => one.Code == "26"))));
        var transfer = page.Press("Transfer");
        page.Shows("Transfer the case?");
        await page.Press("Transfer");
        page.Complains(("Reason", Required));
        await page.Press("Cancel");
        await transfer;
    }

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Officials/Traces/Pages/TraceOrderFormPage.razor")]
    public async Task Each_wrong_field_of_a_trace_order_gets_one_message(string language)
    {
        await using var page = Page(language);
        page.Open<TraceOrderFormPage>("Limits and grounds", ("CaseId", await fixture.Case()));
        foreach (
            var label in new[]
            {
                "From",
                "Until",
                "Legal ground",
                "Maximum contacts",
                "Close contact threshold (minutes)",
                "Notify visitors after (days)",
            }
        )
        {
            await page.Type(label, "");
        }
        await page.Type("Facility type", "entertainment-bar");
        await page.Press("Request approval");
        page.Complains(
            ("Phone", Required),
            ("Name", Required),
            ("From", Required),
            ("Until", Required),
            ("Legal ground", Required),
            ("Reason", Required),
            ("Maximum contacts", "Enter a number from 1 to 100,000."),
            ("Close contact threshold (minutes)", "Enter 1 to 1,440 minutes."),
            ("Notify visitors after (days)", "Enter 0 to 30 days."),
            ("Length of stay there (minutes)", "Enter 1 to 1,440 minutes.")
        );

        await page.Type("Phone", "12");
        await page.Type("Name", new string('김', 101));
        await page.Type("From", "2020-05-01");
        await page.Type("Until", "2020-06-30");
        await page.Type("Legal ground", new string('법', 201));
        await page.Type("Reason", "클럽");
        await page.Type("Maximum contacts", "100");
        await page.Type("Close contact threshold (minutes)", "15");
        await page.Type("Notify visitors after (days)", "7");
        await page.Type("Length of stay there (minutes)", "60");
        await page.Press("Save draft");
        page.Complains(
            ("Phone", "Enter a valid phone number, for example 010-1234-5678."),
            ("Name", "This is too long."),
            ("From", "Choose a day within the last 28 days. Older visits have been destroyed."),
            ("Until", "The date cannot be before the first day or after today."),
            ("Legal ground", "This is too long.")
        );

        await page.Type("Start from", nameof(TraceKind.FacilityWindow));
        await page.Type("Legal ground", "법");
        await page.Type("Until", "");
        await page.Press("Save draft");
        page.Complains(("Facility", Required), ("From", Required), ("Until", Required));
        await page.Type("From", "2020-06-12T10:00");
        await page.Type("Until", "2020-06-12T09:00");
        await page.Press("Save draft");
        page.Complains(("Facility", Required), ("Until", "The end must be after the start, at most one day later, and not in the future."));
    }

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Officials/Reviews/ReviewPage.razor")]
    public async Task A_registration_is_neither_approved_nor_returned_without_a_reason(string language)
    {
        await using var page = Page(language);
        var view = new FacilityView
        {
            Id = Guid.NewGuid(),
            Stage = FacilityState.Submitted,
            Facts = new FacilityFacts { Name = "클럽 어스름", District = "11680" },
        };
        page.Register.On<IFacilityGrain>("View", _ => (Answer<FacilityView>)view)
            .On<Contracts.Policy.IPolicyGrain>(
                "Timeline",
                _ => System.Collections.Immutable.ImmutableArray<Contracts.Policy.DatedObligation>.Empty
            );
        page.Open<ReviewPage>("Submitted details", ("FacilityId", view.Id));
        await page.Press("Approve registration");
        page.Complains(("What you compared (the owner reads this)", Required));
        await page.Type("What you compared (the owner reads this)", "상호와 대표자");
        var approved = page.Press("Approve registration");
        page.Shows("Cancel");
        await page.Press("Cancel");
        await approved;
        var returned = page.Press("Return");
        page.Shows("Return the registration?");
        await page.Press("Return");
        page.Complains(("Reason (shown to the owner)", Required));
        await page.Press("Cancel");
        await returned;
    }

    private TestPage Page(string language, string jurisdiction = "*")
    {
        var page = new TestPage(
            language,
            CallingPortal.Authority,
            TestPage.User(TraceFixture.Asks.Id, AccountRole.Official, jurisdiction),
            new FakeGrains(),
            fixture.Get<IServiceProvider>()
        );
        page.Services.AddScoped<CurrentOfficial>();
        return page;
    }
}

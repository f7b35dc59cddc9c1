using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Contracts.Venues;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Compliance;
using KiPass.Portal.Officials.Policy;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing.Forms;
using KiPass.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Officials.Tests.Forms;

/// <summary>Every wrong or empty field of the forms about the policy and the licence lists gets one message at the field.</summary>
public sealed class PolicyFormTests : IDisposable
{
    private const string Required = "Required.";
    private const string Unreadable = "Enter a date, for example 2020-06-12.";
    private const string Past = "Choose today or later. Past days do not change.";
    private readonly TraceFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Officials/Policy/LevelsPage.razor")]
    public async Task Each_wrong_field_of_a_crisis_level_gets_one_message(string language)
    {
        await using var page = Page(language);
        var entered = new LevelEntry(
            new LevelChange(CrisisLevel.Serious, KoreanDay.Of(new DateOnly(2020, 2, 23)), "중대본"),
            "register",
            default
        );
        page.Register.On<IPolicyGrain>("History", _ => (Answer<PolicyHistory>)new PolicyHistory([], [], [entered], [], []))
            .On<IPolicyGrain>("LevelOn", _ => CrisisLevel.Serious)
            .On<IDirectoryGrain>("PreviewLevel", _ => Invalid<OrderImpact>("From", FieldProblem.OutOfRange, "Note", FieldProblem.TooLong));
        page.Open<LevelsPage>("Change level");
        await page.Type("First day", "");
        await page.Press("Preview impact");
        page.Complains(("First day", Required), ("Publication", Required));
        await page.Type("First day", "tomorrow");
        await page.Type("Publication", "중대본 2020-06");
        await page.Press("Preview impact");
        page.Complains(("First day", Unreadable));
        await page.Type("First day", "2020-06-01");
        await page.Press("Preview impact");
        page.Complains(("First day", Past), ("Publication", "This is too long."));
    }

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Officials/Policy/NewRestrictionOrderPage.razor")]
    [Form("Shared/Facilities/RegionField.razor")]
    public async Task Each_wrong_field_of_a_restriction_order_gets_one_message(string language)
    {
        await using var page = Page(language);
        page.Open<NewRestrictionOrderPage>("Number and title");
        await page.Type("First day", "");
        await page.Type("Last day of guidance period (optional)", "soon");
        await page.Type("Last day (optional)", "later");
        await page.Press("Preview impact");
        page.Complains(
            ("Number and title", Required),
            ("Region", Required),
            ("First day", Required),
            ("Last day of guidance period (optional)", Unreadable),
            ("Last day (optional)", Unreadable)
        );

        page.Register.On<IDirectoryGrain>(
            "Preview",
            _ =>
                Invalid<OrderImpact>(
                    "Region",
                    FieldProblem.Unknown,
                    "From",
                    FieldProblem.OutOfRange,
                    "GuidanceUntil",
                    FieldProblem.OutOfRange,
                    "Until",
                    FieldProblem.OutOfRange
                )
        );
        await page.Type("Number and title", "서울특별시 고시 제2020-260호");
        await page.Type("Region", page.Text("The whole country"));
        await page.Type("First day", "2020-06-01");
        await page.Type("Last day of guidance period (optional)", "2020-05-01");
        await page.Type("Last day (optional)", "2020-05-01");
        await page.Press("Preview impact");
        page.Complains(
            ("Region", "Choose an option from the list."),
            ("First day", Past),
            ("Last day of guidance period (optional)", "The guidance period must end between the first and the last day."),
            ("Last day (optional)", "The last day must be after the first day.")
        );
    }

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Officials/Policy/FacilityPolicy.razor")]
    public async Task Each_wrong_field_of_an_exemption_gets_one_message(string language)
    {
        await using var page = Page(language);
        page.Register.On<IPolicyGrain>("Timeline", _ => ImmutableArray<DatedObligation>.Empty)
            .On<IPolicyGrain>(
                "ProposeExemption",
                _ => Answer.Invalid(new FieldError("From", FieldProblem.OutOfRange), new FieldError("Until", FieldProblem.OutOfRange))
            );
        page.Open<FacilityPolicy>(
            "Propose an exemption",
            ("Facility", new FacilityView { Id = Guid.NewGuid() }),
            ("Caller", Caller.Official($"{TraceFixture.Asks.Id}", Jurisdiction.Nation))
        );
        await page.Type("First day", "");
        await page.Type("Last day (optional)", "never");
        await page.Press("Propose");
        page.Complains(("First day", Required), ("Last day (optional)", Unreadable), ("Reason", Required));
        await page.Type("First day", "2020-06-01");
        await page.Type("Last day (optional)", "2020-05-01");
        await page.Type("Reason", "출입구가 없음");
        await page.Press("Propose");
        page.Complains(("First day", Past), ("Last day (optional)", "The last day must be after the first day."));
    }

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Officials/Compliance/VenuePage.razor")]
    public async Task Each_wrong_field_of_an_action_at_a_venue_gets_one_message(string language)
    {
        await using var page = Page(language);
        var facility = new FacilityView
        {
            Id = Guid.NewGuid(),
            Facts = new FacilityFacts { Name = "클럽 어스름" },
        };
        page.Register.On<IFacilityGrain>("View", _ => (Answer<FacilityView>)facility)
            .On<IVenuesGrain>("Contacts", _ => (Answer<ImmutableArray<VenueContact>>)ImmutableArray<VenueContact>.Empty)
            .On<IVenuesGrain>("AddContact", _ => Answer.Invalid(new FieldError("Day", FieldProblem.OutOfRange)));
        page.Open<VenuePage>("Log action", ("SubjectId", facility.Id));
        await page.Type("Day", "");
        await page.Press("Log action");
        page.Complains(("Day", Required), ("Outcome", Required));
        await page.Type("Day", "yesterday");
        await page.Type("Outcome", "전화함");
        await page.Press("Log action");
        page.Complains(("Day", Unreadable));
        await page.Type("Day", "2021-01-01");
        await page.Press("Log action");
        page.Complains(("Day", "Choose a day from 2020 until today."));
    }

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Officials/Compliance/ListsPage.razor")]
    public async Task A_licence_list_that_is_too_large_gets_one_message(string language)
    {
        await using var page = Page(language);
        page.Register.On<IVenuesGrain>("Lists", _ => (Answer<ImmutableArray<VenueListSummary>>)ImmutableArray<VenueListSummary>.Empty);
        page.Open<ListsPage>("CSV file");
        page.Upload("list.csv", new byte[VenueFile.MaxBytes + 1]);
        page.Shows("The file is larger than 16 MB. Split it into smaller files.");
        page.Complains(("CSV file", "The file is larger than 16 MB. Split it into smaller files."));
    }

    private TestPage Page(string language)
    {
        var page = new TestPage(
            language,
            CallingPortal.Authority,
            TestPage.User(TraceFixture.Approves.Id, AccountRole.Approver, "*"),
            new FakeGrains(),
            fixture.Get<IServiceProvider>()
        );
        page.Services.AddScoped<CurrentOfficial>();
        return page;
    }

    private static Answer<T> Invalid<T>(params object[] fields) =>
        Answer.Invalid([.. fields.Chunk(2).Select(pair => new FieldError((string)pair[0], (FieldProblem)pair[1]))]);
}

using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Portal.Owners.Devices;
using KiPass.Portal.Owners.Facilities;
using KiPass.Portal.Owners.Premises;
using KiPass.Portal.Owners.Registration;
using KiPass.Portal.Owners.Store;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using KiPass.Portal.Testing.Forms;
using KiPass.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Owners.Tests.Forms;

/// <summary>Every wrong or empty field of an owner's form gets one message at the field, in the user's language.</summary>
public sealed class FacilityFormTests : IDisposable
{
    private static readonly Guid Id = Guid.NewGuid();
    private static readonly Guid Owner = Guid.NewGuid();

    private static readonly FacilityFacts Valid = new()
    {
        BusinessNumber = "120-88-00767",
        Name = "클럽 어스름",
        OpenedOn = new DateOnly(2018, 3, 1),
        Representative = "김주인",
        ManagerName = "이매니저",
        Phone = "0557123456",
        District = "11680",
        Address = "테헤란로 1",
        Type = "entertainment-bar",
        Capacity = 100,
    };

    private readonly AccountsFixture accounts = new(
        store: (services, settings) =>
        {
            services.AddOwnersStore(settings);
            services.AddScoped<FacilityPhones>();
            services.AddHttpClient<Portal.Shared.Register.AuthorityKey>(http => http.BaseAddress = new Uri("http://127.0.0.1:1"));
        }
    );

    private FacilityView view = new()
    {
        Id = Id,
        Stage = FacilityState.Suspended,
        Facts = Valid,
        MyRole = MemberRole.Owner,
        Zones = [new Zone(Guid.NewGuid(), "1층")],
        Devices = [new Device(Guid.NewGuid(), "정문", null, DateTimeOffset.UnixEpoch, null, null)],
    };

    private DateOnly Today => KoreanDay.Of(accounts.Time.GetUtcNow()).Date;

    public void Dispose() => accounts.Dispose();

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Owners/Facilities/DetailsPage.razor")]
    [Form("Owners/Facilities/DistrictField.razor")]
    [Form("Shared/Facilities/RegionSearch.razor")]
    [Form("Shared/Facilities/TypeField.razor")]
    [Form("Shared/Controls/TextField.razor")]
    [Form("Shared/Controls/TypedField.razor")]
    [Form("Shared/Controls/ChoiceField.razor")]
    public async Task Each_wrong_detail_of_a_facility_gets_one_message(string language)
    {
        // A region that was chosen can be replaced but not emptied.
        view = view with
        {
            Facts = Valid with { District = "" },
        };
        await using var page = Page(language);
        page.Open<DetailsPage>("Trade name", ("FacilityId", Id));
        foreach (
            var label in new[] { "Trade name", "Street address", "Capacity", "Facility manager", "Facility phone number", "Facility type" }
        )
        {
            await page.Type(label, "");
        }
        await page.Press("Save");
        page.Complains(
            ("Trade name", "Required."),
            ("District", "Required."),
            ("Street address", "Required."),
            ("Facility type", "Required."),
            ("Capacity", "Required."),
            ("Facility manager", "Required."),
            ("Facility phone number", "Required.")
        );

        await page.Type("Trade name", new string('가', 90));
        await page.Type("District", District(language));
        await page.Type("Street address", "테헤란로 1");
        await page.Type("Facility type", "entertainment-bar");
        await page.Type("Capacity", "-3");
        await page.Type("Facility manager", "이\u0007매니저");
        await page.Type("Facility phone number", "12");
        await page.Press("Save");
        page.Complains(
            ("Trade name", "This is too long."),
            ("Capacity", "Enter a number of people from 1 to 100,000."),
            ("Facility manager", "This value cannot be read."),
            ("Facility phone number", "Enter a Korean phone number, for example 02-123-4567.")
        );
    }

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Owners/Facilities/PhoneProof.razor")]
    public async Task A_wrong_code_of_a_facility_phone_gets_one_message(string language)
    {
        await using var page = Page(language, await accounts.SignedUp());
        page.Open<DetailsPage>("Trade name", ("FacilityId", Id));
        await page.Type("Facility phone number", "02-123-4567");
        await page.Press("Save");
        page.Complains(("Facility phone number", "Verify this number first. Request a code below and enter it."));

        await page.Press(page.Text("Send code to {0}", "02-123-4567"));
        await page.Type("Code from the facility's phone", "no code");
        await page.Press("Verify code");
        page.Complains(
            ("Facility phone number", "Verify this number first. Request a code below and enter it."),
            ("Code from the facility's phone", "The code is wrong or has expired.")
        );
    }

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Owners/Registration/RegistrationPage.razor")]
    [Form("Shared/Controls/DateInput.razor")]
    public async Task Each_wrong_field_of_a_registration_gets_one_message(string language)
    {
        view = view with { Stage = FacilityState.Draft, Facts = new FacilityFacts() };
        await using var page = Page(language, await accounts.SignedUp());
        page.Open<RegistrationPage>("Business registration number", ("FacilityId", Id));
        await page.Press("Continue");
        page.Complains(
            ("Business registration number", "Required."),
            ("Trade name", "Required."),
            ("Opening date", "Required."),
            ("Representative", "Required.")
        );
        await page.Type("Business registration number", "120-88-00768");
        await page.Type("Trade name", "클럽 어스름");
        await page.Type("Opening date", "2031-01-01");
        await page.Type("Representative", "김주인");
        await page.Press("Continue");
        page.Complains(
            (
                "Business registration number",
                "The check digit is wrong, so at least one of the ten digits is wrong. Compare with the registration certificate."
            ),
            ("Opening date", "The opening date must be between 1900 and today.")
        );
        await page.Type("Business registration number", "120-88");
        await page.Type("Opening date", "2018-03-01");
        await page.Press("Continue");
        page.Complains(("Business registration number", "A business number has ten digits: 000-00-00000."));
        await page.Type("Business registration number", "120-88-00767");
        await page.Press("Continue");

        await page.Press("Continue");
        page.Complains(("District", "Required."), ("Street address", "Required."));
        await page.Type("District", District(language));
        await page.Type("Street address", "테헤란로 1");
        await page.Press("Continue");

        await page.Press("Continue");
        page.Complains(("Facility type", "Required."), ("Capacity", "Required."));
        await page.Type("Facility type", "entertainment-bar");
        await page.Type("Capacity", "100,001");
        await page.Press("Continue");
        page.Complains(("Capacity", "Enter a number of people from 1 to 100,000."));
        await page.Type("Capacity", "100");
        await page.Press("Continue");

        await page.Press("Continue");
        page.Complains(("Facility manager", "Required."), ("Facility phone number", "Required."));
        await page.Type("Facility manager", "이매니저");
        await page.Type("Facility phone number", "+81 90 1234 5678");
        await page.Press("Continue");
        page.Complains(("Facility phone number", "Enter a Korean phone number, for example 02-123-4567."));
        await page.Type("Facility phone number", "055-712-3456");
        await page.Press("Continue");
        page.Complains(("Facility phone number", "Verify this number first. Request a code below and enter it."));
    }

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Owners/Registration/CertificateUpload.razor")]
    [Form("Shared/Controls/FileInput.razor")]
    public async Task A_file_that_is_no_certificate_gets_one_message(string language)
    {
        await using var page = Page(language);
        page.Open<CertificateUpload>("Business registration certificate", ("FacilityId", Id), ("Caller", Caller.Account($"{Owner}")));
        page.Upload("certificate.pdf", "not a PDF"u8.ToArray());
        page.Shows("The file is not a complete PDF, JPG or PNG. Save it again in one of these formats.");
        page.Complains(
            ("Business registration certificate", "The file is not a complete PDF, JPG or PNG. Save it again in one of these formats.")
        );
    }

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Owners/Premises/PremisesPage.razor")]
    [Form("Shared/Controls/TimeInput.razor")]
    public async Task A_wrong_zone_or_hour_gets_one_message(string language)
    {
        await using var page = Page(language);
        page.Open<PremisesPage>("New zone", ("FacilityId", Id));
        await page.Press("Add");
        page.Complains(("New zone", "Required."));
        await page.Type("New zone", new string('가', NameRules.MaxZone + 1));
        await page.Press("Add");
        page.Complains(("New zone", "This is too long."));
        await page.Type("New zone", "2층");
        await page.Press("Add");
        page.Complains();

        var (monday, sunday) = (TestPage.Day(DayOfWeek.Monday), TestPage.Day(DayOfWeek.Sunday));
        await page.Tick("open on that day", 0);
        await page.Tick("open on that day", 6);
        await page.Type(page.Text("{0}: opens", monday), "");
        await page.Type(page.Text("{0}: closes", sunday), "25:00");
        await page.Press("Save opening hours");
        page.Complains(
            (page.Text("{0}: opens", monday), page.Text("{0}: enter opening and closing times.", monday)),
            (page.Text("{0}: closes", sunday), page.Text("{0}: enter opening and closing times.", sunday))
        );
    }

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Owners/Devices/DevicesPage.razor")]
    public async Task A_wrong_name_of_a_scanner_gets_one_message(string language)
    {
        await using var page = Page(language);
        page.Open<DevicesPage>("Rename or move", ("FacilityId", Id));
        await page.Press("Rename or move");
        await page.Type("Name of the scanner", " ");
        await page.Press("Save");
        page.Complains(("Name of the scanner", "Required."));
        await page.Type("Name of the scanner", "정\u0007문");
        await page.Press("Save");
        page.Complains(("Name of the scanner", "This value cannot be read."));
    }

    [Theory, InlineData("ko"), InlineData("en")]
    public async Task A_field_that_only_the_register_finds_wrong_is_named(string language)
    {
        await using var page = Page(language);
        page.Register.On<IFacilityGrain>("SetZone", _ => Answer.Invalid(new FieldError("Name", FieldProblem.Duplicate)));
        page.Open<PremisesPage>("New zone", ("FacilityId", Id));
        await page.Type("New zone", "1층");
        await page.Press("Add");
        Assert.Equal($"{page.Text("Name")}: {page.Text("This already exists.")}", page.Announced());
    }

    private static string District(string language) => language == "ko" ? "서울 강남구" : "Gangnam-gu, Seoul";

    private TestPage Page(string language, Guid? account = null)
    {
        var register = new FakeGrains()
            .On<IFacilityGrain>("View", _ => (Answer<FacilityView>)view)
            .On<IFacilityGrain>(
                "Edit",
                arguments =>
                    FacilityFactsRules.Check(FacilityFactsRules.Normalize((FacilityFacts)arguments[1]!), Today) is { IsEmpty: false } errors
                        ? Answer.Invalid(errors)
                        : Answer.Done
            )
            .On<IPolicyGrain>("On", _ => new Obligation())
            .On<IPolicyGrain>("Timeline", _ => ImmutableArray<DatedObligation>.Empty);
        return new TestPage(
            language,
            CallingPortal.Owners,
            TestPage.User(account ?? Owner, AccountRole.Owner),
            register,
            accounts.Services.CreateScope().ServiceProvider
        );
    }
}

using System.Text.RegularExpressions;
using KiPass.StructureTests.Fixtures;
using KiPass.Testing;

namespace KiPass.StructureTests;

/// <summary>Every form of both portals has a test that submits each of its fields wrong.</summary>
public sealed partial class FormTests
{
    private static readonly string Portals = Path.Combine(KiPassStack.Root, "src", "Portal");

    // These only narrow or arrange what is shown, or offer choices that cannot be wrong.
    private static readonly string[] WithoutWrongInput =
    [
        "Officials/Audit/AuditPage.razor",
        "Officials/Compliance/CompliancePage.razor",
        // Its cells are judged by the register as rows of a file: CorrectionTests.
        "Officials/Compliance/CorrectionGrid.razor",
        "Officials/Compliance/VenuesPage.razor",
        "Officials/FacilityDirectory/DirectoryPage.razor",
        "Officials/Search/SearchDialog.razor",
        "Officials/Staff/InvitedPage.razor",
        "Officials/Staff/StaffGrid.razor",
        "Officials/Traces/LineList/BulkBar.razor",
        "Officials/Traces/LineList/ContactCards.razor",
        "Officials/Traces/LineList/ContactDetails.razor",
        "Officials/Traces/LineList/ContactGrid.razor",
        "Officials/Traces/LineList/LineListFilters.razor",
        "Officials/Traces/LineList/LineListView.razor",
        "Officials/Traces/LineList/StatusField.razor",
        "Officials/Traces/Views/HeatView.razor",
        "Owners/Facilities/FacilityList.razor",
        "Owners/People/InvitationLink.razor",
        "Owners/People/PeoplePage.razor",
        "Shared/Facilities/TypesField.razor",
    ];

    [Fact]
    public void Every_form_has_a_test_that_submits_it_with_wrong_input()
    {
        var forms = Directory
            .EnumerateFiles(Portals, "*.razor", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && Input().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(Portals, file))
            .Order()
            .ToList();
        var tested = Directory
            .EnumerateFiles(Path.Combine(KiPassStack.Root, "tests"), "*FormTests.cs", SearchOption.AllDirectories)
            .SelectMany(file => Mark().Matches(File.ReadAllText(file)))
            .Select(mark => mark.Groups["file"].Value)
            .Distinct()
            .Order()
            .ToList();
        Assert.Equal(forms.Except(WithoutWrongInput), tested);
        Assert.Empty(WithoutWrongInput.Except(forms));
    }

    [GeneratedRegex(
        @"<(input\b(?![^>]*type=""(hidden|checkbox"" id=""type-))|select|textarea|TextField|TypedField|ChoiceField|RegionField|TypeField|DistrictField|RegionSearch|DateInput|TimeInput|FileInput|InputFile|Field|SignUpFields|RegionOptions|PhoneProof|Mud\w*(TextField|NumericField|Select|Picker|Autocomplete|FileUpload))\b"
    )]
    private static partial Regex Input();

    [GeneratedRegex(@"\[Form\(""(?<file>[^""]+)""\)\]")]
    private static partial Regex Mark();
}

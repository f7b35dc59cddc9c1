using System.Text.Json;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Controls;
using KiPass.Testing;

namespace KiPass.Portal.Shared.Tests.Controls;

/// <summary>Portals, register and issuer read the same input by the same rule, and an invalid value is never read as another one.</summary>
public sealed class PortalInputTests
{
    // The cases of the issuer and of its page: an order must reach a person as the person typed the number.
    private static readonly JsonElement Cases = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(KiPassStack.Root, "tests/Issuer.Tests/Personal/visitor-input.json")))
        .RootElement;

    public static TheoryData<string, string> Numbers() =>
        [
            .. Cases
                .GetProperty("phones")
                .EnumerateArray()
                .Where(one => one.GetProperty("number").ValueKind == JsonValueKind.String)
                .Select(one => (one.GetProperty("text").GetString()!, one.GetProperty("number").GetString()!)),
        ];

    [Theory, MemberData(nameof(Numbers))]
    public void A_portal_reads_every_mobile_number_that_the_issuer_reads(string typed, string number) =>
        Assert.Equal(number, Phone.Parse(typed));

    [Theory, MemberData(nameof(Numbers))]
    public void A_facility_has_every_Korean_number_that_the_issuer_reads(string typed, string number)
    {
        if (number.StartsWith("+82", StringComparison.Ordinal) && typed != "1012345678")
        {
            Assert.Equal($"0{number[3..]}", KoreanPhone.Normalize(typed));
        }
    }

    [Theory]
    [InlineData("02-123-4567", "021234567")]
    [InlineData("０２－１２３－４５６７", "021234567")]
    [InlineData("+82 (0)2 123 4567", "021234567")]
    [InlineData("1588\u20130000", "15880000")]
    [InlineData("+81 90 1234 5678", null)]
    [InlineData("\ud800", null)]
    [InlineData("123", null)]
    public void A_facility_has_a_Korean_number_of_any_kind(string typed, string? digits) =>
        Assert.Equal(digits, KoreanPhone.Normalize(typed));

    [Theory]
    [InlineData("120-88-00767", "1208800767")]
    [InlineData("１２０－８８－００７６７", "1208800767")]
    [InlineData(" 120 88 00767\u200b", "1208800767")]
    [InlineData("120\u201388\u201300767", "1208800767")]
    [InlineData("120/88/00767", null)]
    [InlineData("12088007670", null)]
    public void A_business_number_is_read_in_every_common_spelling(string typed, string? digits) =>
        Assert.Equal(digits, BusinessNumber.DigitsOf(typed));

    [Theory]
    [InlineData("80", 80)]
    [InlineData("８０", 80)]
    [InlineData(" 1,000 ", 1000)]
    [InlineData("100,000", 100_000)]
    [InlineData("", null)]
    [InlineData(" ", null)]
    [InlineData("1.5", -1)]
    [InlineData("1,5", -1)]
    [InlineData("80~100", -1)]
    [InlineData("-5", -1)]
    [InlineData("80명", -1)]
    [InlineData("9999999999", -1)]
    public void A_capacity_is_what_was_typed_or_invalid_but_never_another_number(string typed, int? capacity)
    {
        Assert.Equal(capacity, FieldFormats.OptionalNumber.Parse(typed));
        Assert.Equal(capacity ?? -1, FieldFormats.Number.Parse(typed));
        var facts = new FacilityFacts { Capacity = FieldFormats.OptionalNumber.Parse(typed) };
        var error = FacilityFactsRules.Check(facts, new DateOnly(2020, 6, 12)).FirstOrDefault(one => one.Field == "Capacity");
        FieldProblem? expected = capacity switch
        {
            null => FieldProblem.Missing,
            < 0 => FieldProblem.OutOfRange,
            _ => null,
        };
        Assert.Equal(expected, error.Field is null ? null : error.Problem);
    }

    [Theory]
    [InlineData("정문", null)]
    [InlineData("  ", FieldProblem.Missing)]
    [InlineData("정\u0007문", FieldProblem.Malformed)]
    public void Names_of_scanners_and_zones_follow_one_rule(string name, FieldProblem? problem)
    {
        Assert.Equal(problem, NameRules.Problem(name, NameRules.MaxDevice));
        Assert.Equal(FieldProblem.TooLong, NameRules.Problem(new string('가', NameRules.MaxZone + 1), NameRules.MaxZone));
        Assert.Null(NameRules.Problem(new string('가', NameRules.MaxZone), NameRules.MaxZone));
    }
}

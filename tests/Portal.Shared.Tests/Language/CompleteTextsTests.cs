using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Shared.Tests.Language;

/// <summary>What the portal says exists in Korean and in English. Keys are English texts; those that code composes are named here.</summary>
public sealed partial class CompleteTextsTests
{
    private static readonly (string Prefix, Type Values)[] Composed =
    [
        ("stage", typeof(Contracts.Facilities.FacilityState)),
        ("obligation", typeof(Contracts.Policy.ObligationKind)),
        ("meaning", typeof(Contracts.Policy.ObligationKind)),
        ("overruled", typeof(Contracts.Policy.OverruledWhy)),
        ("member", typeof(Contracts.Facilities.MemberRole)),
        ("registry", typeof(Contracts.Facilities.BusinessRegistryVerdict)),
        ("registry short", typeof(Contracts.Facilities.BusinessRegistryVerdict)),
        ("group", typeof(Contracts.Facilities.FacilityGroup)),
        ("event", typeof(Contracts.Facilities.FacilityEventKind)),
        ("level", typeof(Contracts.Policy.CrisisLevel)),
        ("compliance", typeof(Contracts.Compliance.ComplianceState)),
        ("contact", typeof(Contracts.Venues.VenueContactKind)),
        ("match", typeof(Contracts.Venues.VenueMatchKind)),
        ("row", typeof(Contracts.Venues.VenueRowProblem)),
        ("file", typeof(Contracts.Venues.VenueFileProblem)),
        ("loading", typeof(Contracts.Venues.VenueListStage)),
        ("effect", typeof(Contracts.Policy.RestrictionEffect)),
        ("trace", typeof(Contracts.Traces.TraceStage)),
        ("issuer", typeof(Contracts.Traces.IssuerAnswer)),
        ("refusal", typeof(Contracts.Traces.TraceStart)),
        ("chain", typeof(Tokens.Audit.ChainFaultKind)),
    ];

    [Fact]
    public void Every_text_in_the_code_has_a_Korean_translation()
    {
        var korean = PortalTexts.Keys("Texts.*.ko.resx");
        var literals = PortalTexts.Literals().ToList();

        Assert.True(literals.Count > 500, $"Only {literals.Count} texts were found in the code.");
        Assert.Empty(literals.Where(key => !korean.Contains(key)).Order());
    }

    // The first part that has a key wins, so the second text would never be shown.
    [Theory]
    [InlineData("Texts.*.ko.resx")]
    [InlineData("Texts.*.en.resx")]
    public void A_key_stands_in_one_part_only(string files) =>
        Assert.DoesNotContain(PortalTexts.Entries(files).CountBy(entry => entry.Attribute("name")!.Value), key => key.Value > 1);

    [Fact]
    public void Every_composed_text_is_translated() => Assert.Empty(PortalTexts.Missing(PortalTexts.Composed(Composed)));

    [Fact]
    public void Translations_keep_the_placeholders()
    {
        // A composed key is no text: its English stands beside it.
        var english = PortalTexts
            .Entries("Texts.*.en.resx")
            .ToDictionary(entry => entry.Attribute("name")!.Value, entry => entry.Element("value")!.Value);
        foreach (var entry in PortalTexts.Entries("Texts.*.ko.resx"))
        {
            var key = entry.Attribute("name")!.Value;
            Assert.Equal(Places(english.GetValueOrDefault(key, key)), Places(entry.Element("value")!.Value));
        }
    }

    [Fact]
    public void Korean_MudBlazor_translations_keep_the_English_placeholders()
    {
        var english = new System.Resources.ResourceManager("MudBlazor.Resources.LanguageResource", typeof(MudBlazor.MudText).Assembly);
        foreach (var entry in PortalTexts.Entries("MudTexts.ko.resx"))
        {
            var key = entry.Attribute("name")!.Value;
            var original = english.GetString(key, CultureInfo.InvariantCulture);
            Assert.True(original is not null, $"MudBlazor has no word {key}.");
            if (key == "Converter_ConversionFailed")
            {
                // The English places are .NET type names, which tell a user nothing.
                original = "";
            }
            Assert.Equal((key, string.Join(' ', Places(original))), (key, string.Join(' ', Places(entry.Element("value")!.Value))));
            Assert.DoesNotMatch(@"\{[^0-9]", entry.Element("value")!.Value);
        }
    }

    [Theory]
    [InlineData("ko", "Sign in", "로그인")]
    [InlineData("en", "Sign in", "Sign in")]
    [InlineData("ko", "stage Active", "운영 중")]
    [InlineData("en", "stage Active", "Open")]
    public void Localized_resources_are_found_at_run_time(string language, string key, string expected)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            using var services = new ServiceCollection().AddLogging().AddTexts().BuildServiceProvider();
            Assert.Equal(expected, services.GetRequiredService<IStringLocalizer<Texts>>()[key].Value);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value).Order();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Place();
}

using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Shared.Facilities;
using KiPass.Portal.Shared.Language;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Shared.Tests.Facilities;

/// <summary>A region is found by parts of its name and its province's, in both languages, and its name tells it from all others.</summary>
public sealed class RegionChoicesTests
{
    [Theory]
    [InlineData("부산 중구", "26110")]
    [InlineData("중구 부산", "26110")]
    [InlineData("부산광역시 중구", "26110")]
    [InlineData("jongno", "11110")]
    [InlineData("jung-gu, busan", "26110")]
    [InlineData("  종로  ", "11110")]
    public void A_district_is_found_by_parts_of_its_name(string typed, string code) =>
        Assert.Equal([code], RegionChoices.Find(RegionChoices.AllDistricts(), typed).Select(choice => choice.Code));

    [Fact]
    public void A_name_that_several_cities_share_finds_all_of_them() =>
        Assert.Equal(
            Districts.All.Where(district => district.Korean == "중구").Select(district => district.Code),
            RegionChoices.Find(RegionChoices.AllDistricts(), "중구").Select(choice => choice.Code)
        );

    [Theory]
    [InlineData("ko")]
    [InlineData("en")]
    public void Names_are_unique(string language)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            using var services = new ServiceCollection().AddLogging().AddTexts().BuildServiceProvider();
            var choices = RegionChoices.Within(Jurisdiction.Nation, services.GetRequiredService<IStringLocalizer<Texts>>());
            Assert.Equal(1 + 17 + 229, choices.Select(choice => choice.Name).Distinct().Count());
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory]
    [InlineData("서울특별시", "서울")]
    [InlineData("경기도", "경기")]
    [InlineData("충청북도", "충북")]
    [InlineData("경상남도", "경남")]
    [InlineData("제주특별자치도", "제주")]
    [InlineData("세종특별자치시", "세종")]
    public void Provinces_have_their_usual_short_names(string province, string name) =>
        Assert.Equal(name, RegionChoices.ShortName(Districts.Provinces.Single(one => one.Korean == province)));
}

using KiPass.Portal.Officials.Traces.Exports;

namespace KiPass.Portal.Officials.Tests.Traces;

public sealed class KoreanNameTests
{
    [Theory]
    [InlineData("김하나", "김", "하나")]
    [InlineData("이산", "이", "산")]
    [InlineData("박하늘별", "박", "하늘별")]
    [InlineData("남궁민", "남궁", "민")]
    [InlineData("황보라", "황보", "라")]
    [InlineData("제갈공명", "제갈", "공명")]
    [InlineData("선우재덕", "선우", "재덕")]
    [InlineData("독고영재", "독고", "영재")]
    [InlineData("사공주", "사공", "주")]
    [InlineData("서문탁", "서문", "탁")]
    [InlineData("남궁", "남", "궁")]
    public void A_family_name_of_one_or_two_syllables_is_split_off(string name, string family, string given) =>
        Assert.Equal((given, family), KoreanName.Split(name));

    [Theory]
    [InlineData("무함마드")]
    [InlineData("알렉산드라")]
    [InlineData("크리스티나")]
    [InlineData("뭉흐바트")]
    [InlineData("김")]
    [InlineData("Kim")]
    [InlineData("김 하나")]
    [InlineData("김hana")]
    [InlineData("")]
    public void Another_name_stays_whole(string name) => Assert.Null(KoreanName.Split(name));
}

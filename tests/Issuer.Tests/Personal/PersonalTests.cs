using System.Security.Cryptography;
using CsCheck;
using KiPass.Issuer.Personal;
using KiPass.Tokens;

namespace KiPass.Issuer.Tests.Personal;

public sealed class PersonalTests
{
    private static readonly PersonalKey Key = new(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public void An_encrypted_field_is_bound_to_its_row_and_column() =>
        Gen.Select(Gen.String[0, 80], Gen.Byte.Array[16], Gen.Int[0, 1000])
            .Sample(
                (text, row, at) =>
                {
                    var sealedText = Key.Seal(PersonalField.VisitorName, row, text);
                    var written = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
                    Assert.Equal(written, Key.Open(PersonalField.VisitorName, row, sealedText));
                    Assert.ThrowsAny<CryptographicException>(() => Key.Open(PersonalField.CompanionName, row, sealedText));
                    Assert.ThrowsAny<CryptographicException>(() => Key.Open(PersonalField.VisitorName, [.. row, 0], sealedText));
                    sealedText[at % sealedText.Length] ^= 1;
                    Assert.ThrowsAny<CryptographicException>(() => Key.Open(PersonalField.VisitorName, row, sealedText));
                    Assert.ThrowsAny<CryptographicException>(() =>
                        Key.Open(PersonalField.VisitorName, row, sealedText.AsSpan(0, at % sealedText.Length))
                    );
                }
            );

    [Theory]
    [InlineData("010-1234-5678", "+821012345678")]
    [InlineData("01012345678", "+821012345678")]
    [InlineData("+82 10-1234-5678", "+821012345678")]
    [InlineData("０１０-１２３４-５６７８", "+821012345678")]
    [InlineData("+1 415 555 2671", "+14155552671")]
    [InlineData("+81 90-1234-5678", "+819012345678")]
    public void Accepts_common_notations_of_a_mobile_number(string text, string expected) =>
        Assert.Equal(expected, PhoneNumber.Read(text)!.Value.Value);

    [Fact]
    public void Parsing_a_phone_number_or_name_never_throws() =>
        Gen.String[0, 300]
            .Sample(text =>
            {
                _ = PhoneNumber.Read(text);
                _ = PersonName.Read(text);
                _ = BirthDate.Read(text, new KoreanDay(18000));
            });

    [Theory]
    [InlineData("2006-06-13", "2020-06-12", 13)]
    [InlineData("2006-06-13", "2020-06-13", 14)]
    [InlineData("2004-02-29", "2018-02-28", 13)]
    [InlineData("2004-02-29", "2018-03-01", 14)]
    [InlineData("2020-06-12", "2020-06-12", 0)]
    public void Age_counts_completed_years_on_the_Korean_date(string born, string day, int age) =>
        Assert.Equal(age, BirthDate.FromStore(born).AgeOn(KoreanDay.Parse(day)));

    [Theory]
    [InlineData("  김하늘 ", "김하늘")]
    [InlineData("Anne-Marie O'Neil", "Anne-Marie O'Neil")]
    [InlineData("\u1100\u1175\u11B7", "김")]
    public void A_name_is_trimmed_and_normalized(string text, string expected) =>
        Assert.Equal(expected, PersonName.Read(text)!.Value.Value);

    [Fact]
    public void Personal_values_are_not_printed()
    {
        object[] values =
        [
            PhoneNumber.Read("010-1234-5678")!.Value,
            PersonName.Read("김하늘")!.Value,
            BirthDate.FromStore("1990-03-01"),
            Id.Random(),
        ];
        Assert.All(values, value => Assert.Equal(value.GetType().Name, value.ToString()));
    }
}

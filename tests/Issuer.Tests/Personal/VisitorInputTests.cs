using System.Globalization;
using System.Text.Json;
using KiPass.Issuer.Personal;
using KiPass.Tokens;

namespace KiPass.Issuer.Tests.Personal;

/// <summary>Page and issuer read what visitors type by one rule; the page's side of the same cases is <c>tests/Door/person-input.test.mjs</c>.</summary>
public sealed class VisitorInputTests
{
    private static readonly JsonElement Cases = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Personal", "visitor-input.json")))
        .RootElement;

    [Fact]
    public void Server_and_page_normalize_phone_numbers_identically()
    {
        foreach (var phone in Cases.GetProperty("phones").EnumerateArray())
        {
            var text = phone.GetProperty("text").GetString()!;
            var read = PhoneNumber.Read(text)?.Value;
            Assert.True(phone.GetProperty("number").GetString() == read, $"\"{text}\" is read as {read ?? "no number"}");
        }
    }

    [Fact]
    public void The_server_accepts_every_phone_number_that_the_page_accepts()
    {
        var numbers = Cases
            .GetProperty("phones")
            .EnumerateArray()
            .Select(phone => phone.GetProperty("number").GetString())
            .OfType<string>();
        Assert.All(numbers, number => Assert.Equal(number, PhoneNumber.Read(number)!.Value.Value));
    }

    [Fact]
    public void Server_and_page_validate_birth_dates_identically()
    {
        foreach (var birthDate in Cases.GetProperty("birthDates").EnumerateArray())
        {
            var today = KoreanDay.Of(DateTimeOffset.Parse(birthDate.GetProperty("now").GetString()!, CultureInfo.InvariantCulture));
            var (text, date) = (birthDate.GetProperty("text").GetString(), birthDate.GetProperty("date").GetString());
            Assert.Equal(date, BirthDate.Read(date ?? text, today)?.ToText());
        }
    }
}

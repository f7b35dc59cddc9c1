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
    public void The_issuer_reads_phone_numbers_as_its_page_does()
    {
        foreach (var phone in Cases.GetProperty("phones").EnumerateArray())
        {
            var text = phone.GetProperty("text").GetString()!;
            var read = PhoneNumber.Read(text)?.Value;
            Assert.True(phone.GetProperty("number").GetString() == read, $"\"{text}\" is read as {read ?? "no number"}");
        }
    }

    [Fact]
    public void The_issuer_takes_every_number_that_its_page_passes_on()
    {
        var numbers = Cases
            .GetProperty("phones")
            .EnumerateArray()
            .Select(phone => phone.GetProperty("number").GetString())
            .OfType<string>();
        Assert.All(numbers, number => Assert.Equal(number, PhoneNumber.Read(number)!.Value.Value));
    }

    [Fact]
    public void The_issuer_takes_every_date_of_birth_that_its_page_passes_on_and_refuses_what_the_page_refuses()
    {
        foreach (var birthDate in Cases.GetProperty("birthDates").EnumerateArray())
        {
            var today = KoreanDay.Of(DateTimeOffset.Parse(birthDate.GetProperty("now").GetString()!, CultureInfo.InvariantCulture));
            var (text, date) = (birthDate.GetProperty("text").GetString(), birthDate.GetProperty("date").GetString());
            Assert.Equal(date, BirthDate.Read(date ?? text, today)?.ToText());
        }
    }
}

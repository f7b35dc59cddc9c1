using KiPass.Issuer.Personal;
using KiPass.Tokens;

namespace KiPass.Issuer.Demo;

/// <summary>The visitor of the start page, whom one click signs in, and the venue where the visitor enters.</summary>
internal static class DemoStory
{
    public const string Phone = "010-2020-0630";
    public const string Name = "한소망";

    /// <summary>Index of the venue of the start page.</summary>
    public const int Venue = 5;

    private const int Guests = 24;

    /// <summary>Index of the visitor's friends.</summary>
    private const int Circle = 0;

    private const int Age = 31;

    /// <summary>Adds people who are at the venue now, whatever the hour.</summary>
    public static void AddGuests(DemoOutings outings, Random random, DateTimeOffset now)
    {
        for (var i = 0; i < Guests; i++)
        {
            outings.Place(random.Next(DemoPopulation.Visitors), Venue, now.AddMinutes(-1.5 - 2.3 * i - random.NextDouble()));
        }
    }

    public static DemoVisitor Visitor(KoreanDay today) =>
        new(PersonName.FromStore(Name), new BirthDate(today.Date.AddDays(-Age * 365)), Phone, PhoneNumber.Read(Phone)!.Value, Circle, []);
}

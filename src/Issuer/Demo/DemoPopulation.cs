using System.Globalization;
using KiPass.Issuer.Personal;
using KiPass.Tokens;

namespace KiPass.Issuer.Demo;

/// <summary>Visitors with companions, in groups of friends who go out together. The same seed gives the same people.</summary>
internal static class DemoPopulation
{
    /// <summary>Number of visitors whose sessions are printed.</summary>
    public const int Visitors = 220;

    /// <summary>Place of the visitor of the start page, behind those who are printed.</summary>
    public const int Story = Visitors;

    private const int Families = 34;
    private const int CircleSize = 9;

    /// <param name="random">The same seed gives the same people.</param>
    /// <param name="today">Decides the years of birth.</param>
    /// <param name="crowd">Number of visitors to add behind the printed ones.</param>
    public static List<DemoVisitor> Make(Random random, KoreanDay today, int crowd = 0)
    {
        var phones = new HashSet<string> { DemoStory.Phone };
        var visitors = new List<DemoVisitor>(Visitors + 1 + crowd);
        while (visitors.Count < Visitors + 1 + crowd)
        {
            var index = visitors.Count;
            if (index == Story)
            {
                visitors.Add(DemoStory.Visitor(today));
                continue;
            }
            var phone = Phone(random);
            if (PhoneNumber.Read(phone) is { } number && phones.Add(phone))
            {
                var companions = index < Visitors && index % (Visitors / Families) == 0 ? Companions(random, today) : [];
                var name = PersonName.FromStore(DemoNames.Next(random));
                visitors.Add(new(name, Born(random, today, 20, 74), phone, number, index / CircleSize, companions));
            }
        }
        return visitors;
    }

    private static List<DemoCompanion> Companions(Random random, KoreanDay today) =>
        [
            .. Enumerable
                .Range(0, random.Next(1, 4))
                .Select(i =>
                    i < 2
                        ? new DemoCompanion(PersonName.FromStore(DemoNames.Next(random)), Born(random, today, 3, 13))
                        : new DemoCompanion(PersonName.FromStore(DemoNames.Next(random)), Born(random, today, 70, 88))
                ),
        ];

    private static BirthDate Born(Random random, KoreanDay today, int youngest, int oldest) =>
        new(today.Date.AddDays(-random.Next(youngest * 366, oldest * 365)));

    private static string Phone(Random random) =>
        string.Create(CultureInfo.InvariantCulture, $"010-{random.Next(2000, 10_000)}-{random.Next(10_000):D4}");
}

internal sealed record DemoVisitor(
    PersonName Name,
    BirthDate BirthDate,
    string Phone,
    PhoneNumber Number,
    int Circle,
    IReadOnlyList<DemoCompanion> Companions
);

internal sealed record DemoCompanion(PersonName Name, BirthDate BirthDate);

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using KiPass.Bench.Running;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Grains.Policy;
using KiPass.Tokens;

namespace KiPass.Bench.Facilities;

/// <summary><c>./kipass bench policy</c>: answers of the obligation's pure function a second, on one core.</summary>
internal static class PolicyCommand
{
    private const int Answers = 2_000_000;
    private const int Limit = 1_000_000;
    private static readonly KoreanDay Day = KoreanDay.Of(new DateOnly(2020, 7, 20));

    public static Command Create()
    {
        var command = new Command("policy", "Answers of the obligation's function a second, on one core.");
        command.SetAction(_ =>
        {
            Console.WriteLine($"policy; {Report.Machine}");
            var reached = true;
            foreach (var orders in (int[])[0, 200])
            {
                var rate = Measure(Book(orders));
                reached &= rate >= Limit;
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{rate, 12:N0} answers/s with {orders} orders in force (limit {Limit:N0})")
                );
            }
            return reached ? 0 : 1;
        });
        return command;
    }

    private static PolicySnapshot Book(int orders) =>
        PolicySnapshot.Of(
            PolicyItems.Beginning with
            {
                Orders =
                [
                    .. Enumerable
                        .Range(0, orders)
                        .Select(i => new RestrictionOrderEntry(
                            new RestrictionOrder
                            {
                                Id = Guid.NewGuid(),
                                Effect = i % 5 == 0 ? RestrictionEffect.Release : RestrictionEffect.Require,
                                Region = new Jurisdiction(Districts.All[i % Districts.All.Length].Code),
                                Types = i % 2 == 0 ? [] : [FacilityTypes.All[i % FacilityTypes.All.Length].Code],
                                From = Day - 10,
                                Title = $"고시 {i}",
                            },
                            "bench",
                            (Day - 20).Start
                        )),
                ],
            }
        );

    private static double Measure(PolicySnapshot book)
    {
        var random = new Random(1);
        var profiles = Enumerable
            .Range(0, 10_000)
            .Select(_ => new ObligationProfile(
                Guid.NewGuid(),
                FacilityTypes.All[random.Next(FacilityTypes.All.Length)].Code,
                Districts.All[random.Next(Districts.All.Length)].Code,
                random.Next(5, 600),
                random.Next(5) > 0,
                random.Next(2) == 0
            ))
            .ToArray();
        var mandatory = Ask(book, profiles, Answers / 10);
        var clock = Stopwatch.StartNew();
        mandatory += Ask(book, profiles, Answers);
        var seconds = clock.Elapsed.TotalSeconds;
        return mandatory > 0 ? Answers / seconds : throw new InvalidOperationException("Nobody was obliged: nothing was measured.");
    }

    private static int Ask(PolicySnapshot book, ObligationProfile[] profiles, int answers)
    {
        var mandatory = 0;
        for (var i = 0; i < answers; i++)
        {
            mandatory += ObligationPolicy.On(Day, profiles[i % profiles.Length], book).Kind == ObligationKind.Voluntary ? 0 : 1;
        }
        return mandatory;
    }
}

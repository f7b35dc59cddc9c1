namespace KiPass.Issuer.Demo;

/// <summary>The plan of a small demonstration: a week of outings to twelve venues, some of which are more popular.</summary>
internal static class DemoWeek
{
    public const int Days = 7;
    public const int Venues = 12;

    private const int OutingsADay = 190;
    private static readonly int[] Popularity = [7, 5, 13, 6, 4, 12, 9, 5, 4, 8, 10, 17];

    /// <param name="circles">The group of friends of each visitor.</param>
    public static DemoOutings Of(Random random, int[] circles) =>
        new(
            random,
            circles,
            [.. Popularity.Select(weight => new DemoVenue(weight, Opens: 9, Closes: 23, FirstDay: Days))],
            OutingsADay,
            Days
        );
}

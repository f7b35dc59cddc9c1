using System.Globalization;
using KiPass.SystemTests.Traces.LineLists;

namespace KiPass.SystemTests.Fixtures;

/// <summary>A facility of the demonstration that the script uses.</summary>
/// <param name="Number">Its venue number in the register's demo.</param>
/// <param name="Minutes">How long a visit of its type is taken to last.</param>
internal sealed record Venue(int Number, string Name, string District, int Minutes);

/// <summary>Somebody of the script.</summary>
/// <param name="Issuer">1 or 2.</param>
internal sealed record Player(int Number, ushort Issuer, string Name, string Phone, int BirthYear)
{
    public string BirthDate => $"{BirthYear}-05-17";

    public string E164 => "+82" + Phone.Replace("-", "", StringComparison.Ordinal)[1..];
}

/// <summary>A pass shown at a door.</summary>
internal sealed record Showing(Player Who, Venue Where, DateTimeOffset At);

/// <summary>
/// Thirty visitors of two issuers at five facilities on three days, the first of them the case: some written by hand for what is difficult,
/// the others drawn from a seed.
/// </summary>
internal sealed class Script
{
    private const int Seed = 20201125;
    private static readonly TimeSpan Korea = TimeSpan.FromHours(9);

    // Names that nobody else in the demonstration bears.
    private static readonly string[] Names =
    [
        .. "갈노독두마".SelectMany(family =>
            new[] { "빛찬들", "새론솔", "한벼리", "온누림", "푸르메", "다올찬" }.Select(given => family + given)
        ),
    ];

    private readonly List<Showing> showings = [];

    public Script(DateTimeOffset now)
    {
        FirstDay = DateOnly.FromDateTime((now + Korea).UtcDateTime).AddDays(-4);
        Players =
        [
            .. Names.Select(
                (name, i) =>
                    new Player(
                        i,
                        (ushort)(i < 18 ? 1 : 2),
                        name,
                        string.Create(CultureInfo.InvariantCulture, $"010-3{i:00}7-1{i:00}9"),
                        1960 + i
                    )
            ),
        ];
        ByHand();
        ByLot();
    }

    public static Venue HuntingPub { get; } = new(0, "건대 청춘헌팅포차", "서울특별시 광진구", 150);

    public static Venue Club { get; } = new(2, "이태원 클럽 누아", "서울특별시 용산구", 180);

    public static Venue Karaoke { get; } = new(5, "신촌 소리나무 코인노래연습장", "서울특별시 서대문구", 90);

    public static Venue Spinning { get; } = new(6, "잠실 플러스 스피닝", "서울특별시 송파구", 90);

    public static Venue Buffet { get; } = new(11, "종로 한상가득 뷔페", "서울특별시 종로구", 90);

    public static IReadOnlyList<Venue> Venues { get; } = [HuntingPub, Club, Karaoke, Spinning, Buffet];

    public IReadOnlyList<Player> Players { get; }

    public Player Index => Players[0];

    /// <summary>The first of the three days of the order; all lie in the past whatever the hour.</summary>
    public DateOnly FirstDay { get; }

    public DateOnly LastDay => FirstDay.AddDays(2);

    /// <summary>By time.</summary>
    public IReadOnlyList<Showing> Showings => [.. showings.OrderBy(s => s.At)];

    public DateTimeOffset At(int day, string time) =>
        new(FirstDay.AddDays(day).ToDateTime(TimeOnly.Parse(time, CultureInfo.InvariantCulture)), Korea);

    private void ByHand()
    {
        Shows(0, Karaoke, 0, "18:00:05");
        // The case leaves the karaoke by going on to the pub.
        Shows(0, HuntingPub, 0, "19:10:10");
        Shows(0, Buffet, 1, "12:00:00");
        // Shown again at the same door: one stay, longer.
        Shows(0, Buffet, 1, "12:40:00");
        Shows(0, Spinning, 1, "20:00:00");
        Shows(0, Club, 2, "22:50:00");

        // Went on twenty minutes after the case came, which nobody can see, and met it again at the pub.
        Shows(1, Karaoke, 0, "17:00:03");
        Shows(1, HuntingPub, 0, "18:20:00");
        // Went on before the case came, which nobody can see: a contact by the dwell time.
        Shows(2, Karaoke, 0, "17:10:00");
        Shows(2, Spinning, 0, "17:50:00");
        // The last quarter of an hour: just close. Nine minutes: casual.
        Shows(3, Buffet, 1, "13:55:00");
        Shows(4, Buffet, 1, "14:00:30");
        // Came after the case had left: no contact.
        Shows(5, Buffet, 1, "14:10:00");
        // Before midnight, and after it.
        Shows(18, Club, 2, "23:59:40");
        Shows(19, Club, 3, "00:30:00");
        // On two days: one row.
        Shows(20, HuntingPub, 0, "19:30:00");
        Shows(20, Club, 2, "23:10:00");
        // Never there.
        Shows(21, Spinning, 2, "09:00:00");
    }

    private void ByLot()
    {
        var random = new Random(Seed);
        int[] others = [.. Enumerable.Range(6, 12), .. Enumerable.Range(22, 8)];
        var second = 0;
        foreach (var player in others)
        {
            for (var day = 0; day < 3; day++)
            {
                var at = At(day, "11:00") + TimeSpan.FromMinutes(random.Next(180));
                for (var visits = random.Next(4); visits > 0; visits--)
                {
                    // A second of its own for each, so that no two rows begin at once.
                    var when = at.AddSeconds(-at.Second + second++ % 60);
                    showings.Add(new Showing(Players[player], Venues[random.Next(Venues.Count)], when));
                    at += TimeSpan.FromMinutes(random.Next(25, 260));
                    at = at < At(day, "23:30") ? at : At(day, "23:30");
                    if (at == At(day, "23:30"))
                    {
                        break;
                    }
                }
            }
        }
    }

    private void Shows(int player, Venue venue, int day, string time) => showings.Add(new Showing(Players[player], venue, At(day, time)));
}

using KiPass.Issuer.Personal;
using KiPass.Issuer.Sessions;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Verifications;
using KiPass.Issuer.Visitors;
using KiPass.Tokens;

namespace KiPass.Issuer.Tests.Fixtures;

/// <summary>A phone as <c>pass-format.md</c> describes it: it keeps tickets, uses one for each showing, and tops up when online.</summary>
internal sealed class SomePhone(IssuerHost issuer, string session, int first)
{
    private const int TopUpBelow = 16;

    private readonly Dictionary<KoreanDay, Queue<PhoneTicket>> unused = [];
    private readonly Dictionary<KoreanDay, PhoneTicket> last = [];
    private int from = first;

    /// <summary>Requests to the issuer by Korean day.</summary>
    public Dictionary<KoreanDay, int> Requests { get; } = [];

    /// <summary>Signed-in phones of as many visitors, without the codes of verification.</summary>
    public static async Task<List<SomePhone>> SignIn(IssuerHost issuer, int count, Random random)
    {
        var phones = new List<SomePhone>();
        await using var session = await issuer.Get<IssuerDatabase>().Begin(null, CancellationToken.None);
        for (var i = 0; i < count; i++)
        {
            var number = PhoneNumber.Read($"010-3{i / 10_000:D3}-{i % 10_000:D4}")!.Value;
            var declaration = new Declaration(PersonName.FromStore("김하늘"), BirthDate.FromStore("1990-03-01"), Consent.Version);
            var renewal = await issuer.Get<VisitorStore>().Renew(session, number, declaration, null, CancellationToken.None);
            var token = await issuer.Get<SessionStore>().Start(session, renewal.VisitorId, CancellationToken.None);
            phones.Add(new SomePhone(issuer, token, random.Next(64)));
        }
        await session.Commit(CancellationToken.None);
        return phones;
    }

    /// <summary>Fetches tickets if one of three days is missing or has fewer than 16 unused.</summary>
    public async Task TopUp()
    {
        var today = KoreanDay.Of(issuer.Time.GetUtcNow());
        if (Enumerable.Range(0, 3).All(i => unused.TryGetValue(today + i, out var left) && left.Count >= TopUpBelow))
        {
            return;
        }
        Requests[today] = Requests.GetValueOrDefault(today) + 1;
        foreach (var day in (await issuer.Tickets(session, from: from)).GroupBy(t => t.Day))
        {
            unused[day.Key] = new Queue<PhoneTicket>(day);
        }
        from = (from + 32) % 64;
    }

    /// <summary>The code of a new showing; when all tickets are used, the last one again.</summary>
    public string Show(DateTimeOffset at)
    {
        var day = KoreanDay.Of(at);
        if (unused[day].TryDequeue(out var next))
        {
            last[day] = next;
        }
        return last[day].CodeAt(at);
    }
}

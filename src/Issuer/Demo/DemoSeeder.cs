using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Passes;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Sessions;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Verifications;
using KiPass.Issuer.Visitors;
using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Demo;

/// <summary>
/// Fills the issuer's database with people, and writes them and the passes that they showed as JSON:
/// <c>{visitors:[{name,phone,sessionToken}], indexCase:{name,phone}, cases:[{name,phone}], visits:[{at,pass,venue}]}</c>. Only the visits are
/// sent to the register.
/// </summary>
internal sealed class DemoSeeder(
    IssuerDatabase database,
    VisitorStore visitors,
    SessionStore sessions,
    DayKeyring dayKeys,
    PassService passes,
    TimeProvider time
)
{
    private const int Seed = 20200610;

    // Families go to the last two venues of the week.
    private const int FirstFamilyVenue = DemoWeek.Venues - 2;
    private const int LastFamilyVenue = DemoWeek.Venues - 1;

    /// <param name="output">Receives the JSON.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <param name="script">People and outings to seed (<see cref="DemoScript"/>); null for generated ones.</param>
    /// <param name="venues">The venues of a nation and its month (<see cref="DemoMonth"/>); null for twelve venues and a week.</param>
    /// <exception cref="InvalidDataException">The script is not valid.</exception>
    public async Task Run(
        Stream output,
        CancellationToken cancellationToken,
        string? script = null,
        IReadOnlyList<DemoVenue>? venues = null
    )
    {
        var now = time.GetUtcNow();
        var (population, outings) = string.IsNullOrWhiteSpace(script) ? Plan(venues, now) : DemoScript.Read(script, now);
        var printed = string.IsNullOrWhiteSpace(script) ? DemoPopulation.Visitors : population.Count;
        var people = await Store(population, printed, cancellationToken);
        foreach (var day in outings.Select(o => KoreanDay.Of(o.At)).Distinct())
        {
            await dayKeys.EnsurePast(day, cancellationToken);
        }
        await using var json = new Utf8JsonWriter(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        WriteVisitors(json, population.Take(printed), people);
        var index = population[string.IsNullOrWhiteSpace(script) ? IndexCase(outings, now) : 0];
        json.WriteStartObject("indexCase");
        WritePerson(json, index);
        json.WriteEndObject();
        json.WriteStartArray("cases");
        foreach (var person in venues is null ? [] : DemoMonth.Cases)
        {
            json.WriteStartObject();
            WritePerson(json, population[person]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteVisits(json, outings, people);
        json.WriteEndObject();
    }

    private static (List<DemoVisitor> Population, List<DemoOuting> Outings) Plan(IReadOnlyList<DemoVenue>? venues, DateTimeOffset now)
    {
        var random = new Random(Seed);
        var population = DemoPopulation.Make(random, KoreanDay.Of(now), venues is null ? 0 : DemoMonth.Crowd);
        if (venues is not null)
        {
            return (population, DemoMonth.Plan(random, [.. population.Select(v => v.Circle)], venues, now));
        }
        var week = DemoWeek.Of(random, [.. population.Take(DemoPopulation.Visitors).Select(v => v.Circle)]);
        DemoStory.AddGuests(week, random, now);
        week.Fill(now);
        return (population, week.Until(now));
    }

    private async Task<List<StoredVisitor>> Store(List<DemoVisitor> population, int printed, CancellationToken cancellationToken)
    {
        var stored = new List<StoredVisitor>(population.Count);
        await using var session = await database.Begin(null, cancellationToken);
        foreach (var visitor in population)
        {
            var declaration = new Declaration(visitor.Name, visitor.BirthDate, Consent.Version);
            var (id, _) = await visitors.Renew(session, visitor.Number, declaration, null, cancellationToken);
            var token = stored.Count < printed ? await sessions.Start(session, id, cancellationToken) : "";
            var companions = new List<Id>();
            foreach (var companion in visitor.Companions)
            {
                if (await visitors.AddCompanion(session, id, companion.Name, companion.BirthDate, cancellationToken) is { } added)
                {
                    companions.Add(added);
                }
            }
            var numbers = await PersonStore.Numbers(session, [id, .. companions], cancellationToken);
            stored.Add(new(numbers[id], token, [.. companions.Select(companion => numbers[companion])]));
        }
        await session.Commit(cancellationToken);
        return stored;
    }

    // A visitor worth tracing: one who went out within the last two days, and on as many days of the week as possible.
    private static int IndexCase(List<DemoOuting> outings, DateTimeOffset now) =>
        outings
            .Where(o => o.Visitor < DemoPopulation.Visitors)
            .GroupBy(o => o.Visitor)
            .OrderByDescending(own => own.Any(o => now - o.At < TimeSpan.FromDays(2)))
            .ThenByDescending(own => own.Select(o => KoreanDay.Of(o.At)).Distinct().Count())
            .ThenByDescending(own => own.Count())
            .ThenBy(own => own.Key)
            .First()
            .Key;

    private static void WriteVisitors(Utf8JsonWriter json, IEnumerable<DemoVisitor> population, List<StoredVisitor> stored)
    {
        json.WriteStartArray("visitors");
        foreach (var (visitor, row) in population.Zip(stored))
        {
            json.WriteStartObject();
            WritePerson(json, visitor);
            json.WriteString("sessionToken", row.SessionToken);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WritePerson(Utf8JsonWriter json, DemoVisitor visitor)
    {
        json.WriteString("name", visitor.Name.Value);
        json.WriteString("phone", visitor.Phone);
    }

    private void WriteVisits(Utf8JsonWriter json, List<DemoOuting> outings, List<StoredVisitor> stored)
    {
        var shown = new List<(DateTimeOffset At, VisitorNumber Person, int Venue)>();
        foreach (var outing in outings)
        {
            var visitor = stored[outing.Visitor];
            shown.Add((outing.At, visitor.Number, outing.Venue));
            if (outing.Venue is >= FirstFamilyVenue and <= LastFamilyVenue)
            {
                shown.AddRange(visitor.Companions.Select((companion, n) => (outing.At.AddSeconds(4 * (n + 1)), companion, outing.Venue)));
            }
        }
        // As a phone does: each showing takes the next ticket of the day, beginning with a random one.
        var next = new Dictionary<(VisitorNumber, KoreanDay), int>();
        json.WriteStartArray("visits");
        foreach (var (at, person, venue) in shown.OrderBy(s => s.At))
        {
            var slot = at.ToUnixTimeSeconds() / Pass.SlotSeconds * Pass.SlotSeconds;
            var day = KoreanDay.OfUnixSeconds(slot);
            var n = next.TryGetValue((person, day), out var last) ? last + 1 : RandomNumberGenerator.GetInt32(TicketCipher.TicketsPerDay);
            next[(person, day)] = n % TicketCipher.TicketsPerDay;
            json.WriteStartObject();
            json.WriteString("at", DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()).UtcDateTime);
            json.WriteString("pass", passes.Seal(person, next[(person, day)], slot, dayKeys.Loaded(day)!));
            json.WriteNumber("venue", venue);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private sealed record StoredVisitor(VisitorNumber Number, string SessionToken, IReadOnlyList<VisitorNumber> Companions);
}

using System.Security.Cryptography;
using KiPass.Grains.Traces;
using KiPass.Tokens;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Tests.Fixtures;

/// <summary>One issuer: its people, and their tickets of each day as the format makes them.</summary>
internal sealed class FakeIssuer(ushort number)
{
    private readonly List<string> people = [];
    private readonly Dictionary<KoreanDay, Aes> dayKeys = [];
    private readonly Dictionary<(string Person, KoreanDay Day), int> shown = [];

    public FileSigningKey Signing { get; set; } = new(EcJwk.Create());

    public FileSigningKey HeadKey => ForgesHeads ? new FileSigningKey(EcJwk.Create()) : Signing;

    public FileDecryptionKey Decryption { get; } = new(EcJwk.Create());

    public bool IsDown { get; set; }

    /// <summary>Why it is down.</summary>
    public string Failure { get; set; } = IssuerFailures.Connection;

    /// <summary>Signs its chain heads with a key that is not pinned.</summary>
    public bool ForgesHeads { get; set; }

    /// <summary>Signs its answers about the index person with a key that is not pinned.</summary>
    public bool ForgesAnswers { get; set; }

    /// <summary>Down for requests of one route only.</summary>
    public string? RouteDown { get; set; }

    public string? Refusal { get; set; }

    /// <summary>What it claims beyond the truth about its subjects.</summary>
    public List<DayTickets> ExtraSubjects { get; } = [];

    /// <summary>What it answers about siblings instead of the truth.</summary>
    public List<DayTickets>? FalseSiblings { get; set; }

    public TrustedIssuer Trusted =>
        new(
            number,
            $"issuer {number}",
            new Uri("https://issuer.example"),
            new AgreementKeys(EcJwk.Create().Public()),
            Signing.PublicKey,
            Decryption.PublicKey
        );

    /// <summary>The next ticket of a person on a day: each showing has another one.</summary>
    public Ticket Show(string person, KoreanDay day)
    {
        var n = shown.GetValueOrDefault((person, day));
        shown[(person, day)] = n + 1;
        return Make(NumberOf(person), n % TicketCipher.TicketsPerDay, day);
    }

    /// <summary>Who showed a ticket; null when this issuer did not make it.</summary>
    public string? OwnerOf(KoreanDay day, Ticket ticket) =>
        TicketCipher.TryOpen(ticket, KeyOf(day), out var person, out _) && (int)person < people.Count ? people[(int)person] : null;

    public string Subjects(VerifiedRequest verified, TrustedRegister register, DateTimeOffset now)
    {
        var sought = IndexPerson.Open(verified.Order!.ForIssuer[number], Decryption)!;
        var tickets = new List<DayTickets>();
        for (var day = verified.Order.FromDay; day <= verified.Order.ToDay; day += 1)
        {
            if (verified.Order.Covers(day, now))
            {
                tickets.Add(AllOf(people.Contains(sought.Name) ? sought.Name : null, day));
            }
        }
        return new TicketsAnswer(verified.Order.Id, [.. tickets, .. ExtraSubjects]).Seal(
            TicketsAnswer.Subjects,
            ForgesAnswers ? new FileSigningKey(EcJwk.Create()) : Signing,
            register.EncryptionKey
        );
    }

    public string Siblings(VerifiedRequest verified, TrustedRegister register)
    {
        Assert.True(verified.Order!.Forward);
        var groups = Asked(verified)
            .Select(asked =>
                OwnerOf(asked.Day, asked.Ticket) is { } owner
                    ? AllOf(owner, asked.Day)
                    : new DayTickets(asked.Day, [asked.Ticket, .. AllOf(null, asked.Day).Tickets.Skip(1)])
            );
        return new TicketsAnswer(verified.Order.Id, FalseSiblings ?? [.. groups]).Seal(
            TicketsAnswer.Siblings,
            Signing,
            register.EncryptionKey
        );
    }

    public string Identities(VerifiedRequest verified, TrustedAuthority authority)
    {
        var asked = Asked(verified).ToLookup(ticket => OwnerOf(ticket.Day, ticket.Ticket) is not null);
        var known = asked[true]
            .Select(ticket => new PersonTicket(ticket.Day, ticket.Ticket, people.IndexOf(OwnerOf(ticket.Day, ticket.Ticket)!)));
        return new IdentitiesAnswer(
            verified.Order!.Id,
            [
                .. known
                    .Select(ticket => ticket.Person)
                    .Distinct()
                    .Select(person => new DisclosedPerson(person, people[person], "+821000000000", 1990)),
            ],
            [.. known],
            [.. asked[false]]
        ).Seal(Signing, authority.EncryptionKey);
    }

    private DayTickets AllOf(string? person, KoreanDay day) =>
        new(
            day,
            [
                .. Enumerable
                    .Range(0, TicketCipher.TicketsPerDay)
                    .Select(n => person is null ? new Ticket(Guid.NewGuid()) : Make(NumberOf(person), n, day)),
            ]
        );

    private static IEnumerable<DayTicket> Asked(VerifiedRequest verified) =>
        verified.Request!.Tickets!.SelectMany(day => day.Tickets.Select(ticket => new DayTicket(day.Day, ticket)));

    private Ticket Make(int person, int n, KoreanDay day) => TicketCipher.Make((ulong)person, n, KeyOf(day));

    private int NumberOf(string person)
    {
        if (!people.Contains(person))
        {
            people.Add(person);
        }
        return people.IndexOf(person);
    }

    private Aes KeyOf(KoreanDay day)
    {
        if (!dayKeys.TryGetValue(day, out var key))
        {
            key = Aes.Create();
            key.KeySize = 256;
            key.GenerateKey();
            dayKeys.Add(day, key);
        }
        return key;
    }
}

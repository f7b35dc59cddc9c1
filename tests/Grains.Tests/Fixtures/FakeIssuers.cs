using KiPass.Grains.Tests.Traces;
using KiPass.Grains.Traces;
using KiPass.Tokens;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Tests.Fixtures;

/// <summary>Issuers as the register reaches them, judging requests as real ones do; each can be down, refuse, or lie.</summary>
internal sealed class FakeIssuers(Func<DateTimeOffset> now) : IIssuerTransport
{
    private readonly Dictionary<ushort, FakeIssuer> issuers = [];

    public required TrustedRegister Register { get; init; }

    public required TrustedAuthority Authority { get; init; }

    /// <summary>Awaited before a request is judged.</summary>
    public Func<string, ushort, CancellationToken, Task> Before { get; set; } = (_, _, _) => Task.CompletedTask;

    public List<(string Route, ushort Issuer, DisclosureRequest Request)> Requests { get; } = [];

    public FakeIssuer this[ushort number] => issuers.TryGetValue(number, out var known) ? known : issuers[number] = new FakeIssuer(number);

    public async Task<IssuerResponse> Post(TrustedIssuer trusted, string route, string request, CancellationToken cancellationToken)
    {
        await Before(route, trusted.Number, cancellationToken);
        var issuer = this[trusted.Number];
        var verified = DisclosureRequest.Verify(request, trusted.Number, Register, Authority, now());
        Assert.Equal(RequestVerdict.Valid, verified.Verdict);
        lock (Requests)
        {
            Requests.Add((route, trusted.Number, verified.Request!));
        }
        if (issuer.IsDown)
        {
            return IssuerResponse.Failed(issuer.Failure);
        }
        if (issuer.Refusal is { } code)
        {
            return new IssuerResponse(null, code);
        }
        var sealedAnswer = route == "subjects" ? issuer.Subjects(verified, Register, now()) : issuer.Identities(verified, Authority);
        return new IssuerResponse(
            new DisclosureAnswer(SignedHead.Sign(ChainHead.Empty, $"issuer:{trusted.Number}", now(), issuer.HeadKey), sealedAnswer),
            null
        );
    }
}

/// <summary>One issuer: its people and their pseudonyms of each day.</summary>
internal sealed class FakeIssuer(ushort number)
{
    private readonly Dictionary<DayPseudonym, string> people = [];

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

    public string? Refusal { get; set; }

    /// <summary>What it claims beyond the truth about its subjects.</summary>
    public List<DayPseudonym> ExtraSubjects { get; } = [];

    public TrustedIssuer Trusted =>
        new(
            number,
            $"issuer {number}",
            new Uri("https://issuer.example"),
            new AgreementKeys(EcJwk.Create().Public()),
            Signing.PublicKey,
            Decryption.PublicKey
        );

    /// <summary>The pseudonym of a person on a day, the same each time.</summary>
    public Pseudonym Of(string person, KoreanDay day)
    {
        var known = people.FirstOrDefault(p => p.Value == person && p.Key.Day == day).Key;
        if (known == default)
        {
            known = new DayPseudonym(day, new Pseudonym(Guid.NewGuid()));
            people.Add(known, person);
        }
        return known.Pseudonym;
    }

    public string Subjects(VerifiedRequest verified, TrustedRegister register, DateTimeOffset now)
    {
        var sought = IndexPerson.Open(verified.Order!.ForIssuer[number], Decryption)!;
        var found = people.Where(p => p.Value == sought.Name && verified.Order.Covers(p.Key.Day, now)).Select(p => p.Key);
        return new SubjectsAnswer(verified.Order.Id, [.. found, .. ExtraSubjects]).Seal(
            ForgesAnswers ? new FileSigningKey(EcJwk.Create()) : Signing,
            register.EncryptionKey
        );
    }

    public string Identities(VerifiedRequest verified, TrustedAuthority authority)
    {
        var asked = verified
            .Request!.Pseudonyms!.SelectMany(d => d.Pseudonyms.Select(p => new DayPseudonym(d.Day, p)))
            .ToLookup(people.ContainsKey);
        return new IdentitiesAnswer(
            verified.Order!.Id,
            [.. asked[true].Select(p => new DisclosedPerson(p.Day, p.Pseudonym, people[p], "+821000000000", 1990))],
            [.. asked[false]]
        ).Seal(Signing, authority.EncryptionKey);
    }
}

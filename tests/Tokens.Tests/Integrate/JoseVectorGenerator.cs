using System.Text;
using System.Text.Json;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.KeyStatements;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Tests.Integrate;

/// <summary>
/// Makes the test vectors for companies. Signatures and ephemeral keys are random, so each run makes a different file with the same results.
/// </summary>
internal sealed class JoseVectorGenerator
{
    private const ushort Issuer = 7;

    private static readonly DateTimeOffset Noon = Parties.Noon.ToUniversalTime();
    private static readonly KoreanDay Day = KoreanDay.Of(Noon);
    private static readonly Guid OrderId = new("0f8e7a4e-52a2-4c5b-8f0b-2f8f3d1f6a01");
    private static readonly Ticket Known = Ticket(0);
    private static readonly Ticket Unknown = Ticket(200);

    private readonly VectorKeys keys = VectorKeys.Create();
    private readonly List<JoseCase> cases = [];
    private readonly List<AuditRecord> chain = [];

    /// <summary>Makes the whole file.</summary>
    public static JoseVectors Make() => new JoseVectorGenerator().Generate();

    private JoseVectors Generate()
    {
        AddChain();
        AddHeads();
        AddKeyStatements();
        AddOrders();
        AddRequests();
        AddAnswers();
        AddPaper();
        return new JoseVectors(
            "Test vectors for issuers and scanners; docs/integrate/README.md explains them. The keys are for tests only.",
            keys,
            cases,
            [.. chain.Select(record => new ChainRecord(record.Number, record.Text, record.Hash))],
            [.. new[] { 0, 1, 11, 12, 50, 100, 1000 }.Select(count => new Padding(count, PaddedLength(count)))]
        );
    }

    private void AddChain()
    {
        var head = ChainHead.Empty;
        foreach (var (kind, facts) in Entries())
        {
            chain.Add(AuditChain.Append(head, Noon.AddSeconds(chain.Count), kind, facts));
            head = ChainHead.After(chain[^1]);
        }
    }

    private static IEnumerable<(string Kind, Dictionary<string, string> Facts)> Entries()
    {
        yield return (
            "destroyed",
            new()
            {
                ["what"] = "day-key",
                ["count"] = "1",
                ["day"] = "2020-05-14",
                ["rule"] = "day 29",
            }
        );
        yield return (
            "subjects-disclosed",
            new()
            {
                ["order"] = $"{OrderId}",
                ["case"] = "2020-0612-031 \"가\"",
                ["days"] = "2",
            }
        );
        yield return ("disclosure-refused", new() { ["what"] = "identities", ["code"] = "order-limit" });
    }

    private void AddHeads()
    {
        var head = ChainHead.After(chain[^1]);
        var mine = SignedHead.Sign(head, "issuer:7", Noon, Signer(keys.IssuerSigning));
        AddHead("head of an issuer after three records", mine, "issuer:7", JoseCase.Accepted);
        AddHead("head of another side", mine, "issuer:8", JoseCase.Refused);
        AddHead("head of an empty chain", Head("authority", keys.AuthoritySigning), "authority", JoseCase.Accepted);
        AddHead("head signed with another key", Head("register", keys.Stranger), "register", JoseCase.Refused);
        AddHead(
            "head of the register that says it is the authority's",
            Head("authority", keys.RegisterSigning),
            "register",
            JoseCase.Refused
        );
        var claims = PayloadOf(Head("register", keys.RegisterSigning));
        foreach (var (name, header) in OtherHeaders(SignedHead.Type, "kipass-order+jwt"))
        {
            AddHead($"head {name}", HandWrittenJose.Sign(header, claims, keys.RegisterSigning), "register", JoseCase.Refused);
        }
        const string shortHash = """{"iss":"register","iat":1591930800,"n":1,"h":"AAAA"}""";
        AddHead("head with a short hash", Signed(SignedHead.Type, shortHash, keys.RegisterSigning), "register", JoseCase.Refused);
    }

    private void AddKeyStatements()
    {
        EcJwk[] signing = [keys.AuthoritySigning, EcJwk.Create(), EcJwk.Create()];
        EcJwk[] encryption = [EcJwk.Create().Public(), EcJwk.Create().Public(), keys.AuthorityEncryption.Public()];
        var first = Statement(Day - 14, signing[0], encryption[0], signing[0]);
        var second = Statement(Day - 7, signing[1], encryption[1], signing[0]);
        var third = Statement(Day, signing[2], encryption[2], signing[1]);
        Add(new("statement of the first keys", "keys", JoseCase.Accepted, first) { Content = Parse(PayloadOf(first)) });
        Add(new("statement signed with another key", "keys", JoseCase.Refused, third));
        Add(
            new(
                "statement with a private key",
                "keys",
                JoseCase.Refused,
                Signed(
                    KeyStatement.Type,
                    $$"""{"fromDay":"{{Day}}","signingKey":{{Json(signing[0])}},"encryptionKey":{{Json(EcJwk.Create())}}}""",
                    signing[0]
                )
            )
        );
        foreach (var (name, header) in OtherHeaders(KeyStatement.Type, SignedHead.Type))
        {
            Add(new($"statement {name}", "keys", JoseCase.Refused, HandWrittenJose.Sign(header, PayloadOf(first), signing[0])));
        }
        AddKeyChain("chain of three signing keys", [first, second, third], third);
        AddKeyChain("chain with a statement of a stranger in between", [first, Stray(), second, third], third);
        AddKeyChain(
            "chain whose last statement goes back in time",
            [first, second, Statement(Day - 8, signing[1], encryption[0], signing[1])],
            second
        );
        AddKeyChain("chain with a gap", [first, third], first);
        AddKeyChain("chain that does not lead from the known key", [third, Stray()], null);

        string Stray() => Statement(Day, keys.Stranger, encryption[0], keys.Stranger);
    }

    private void AddOrders()
    {
        AddOrder("order", Order(), JoseCase.Accepted);
        AddOrder("order a minute ahead of the reader's clock", Order(), JoseCase.Accepted, Noon.AddSeconds(-60));
        AddOrder("order 61 s ahead of the reader's clock", Order(), JoseCase.Expired, Noon.AddSeconds(-61));
        AddOrder("order at its expiry", Order(), JoseCase.Expired, Noon.AddDays(7));
        AddOrder("order signed with another key", Order(key: keys.Stranger), JoseCase.NotAuthentic);
        AddOrder("order requested and approved by the same person", Order(("approvedBy", " OFFICIAL-A")), JoseCase.NotAuthentic);
        AddOrder("order for more than 7 days", Order(("exp", Noon.AddDays(7).ToUnixTimeSeconds() + 1)), JoseCase.NotAuthentic);
        AddOrder("order more than 28 days back", Order(("fromDay", $"{Day - 29}")), JoseCase.NotAuthentic);
        AddOrder("order for too many contacts", Order(("maxContacts", 100_001)), JoseCase.NotAuthentic);
        AddOrder("order with a notice after 31 days", Order(("noticeAfterDays", 31)), JoseCase.NotAuthentic);
        AddOrder("order of another side", Order(("iss", "register")), JoseCase.NotAuthentic);
        AddOrder("order with a claim that readers do not know", Order(("receipts", Array.Empty<string>())), JoseCase.Accepted);
        AddOrder("order without a legal ground", Order(("ground", null)), JoseCase.NotAuthentic);
        foreach (var (name, header) in OtherHeaders(TraceOrder.Type, "kipass-request+jwt"))
        {
            AddOrder($"order {name}", HandWrittenJose.Sign(header, PayloadOf(Order()), keys.AuthoritySigning), JoseCase.NotAuthentic);
        }
        var person = """{"phone":"+821012345678","name":"김하나"}""";
        AddSealed("part for the issuer", "index-person", JoseCase.Accepted, Sealed(person, keys.IssuerEncryption), Parse(person));
        AddSealed("part for another issuer", "index-person", JoseCase.Refused, Sealed(person, keys.Stranger));
        AddSealed(
            "part with a phone number that is not E.164",
            "index-person",
            JoseCase.Refused,
            Sealed(person.Replace("+82", "0", StringComparison.Ordinal), keys.IssuerEncryption)
        );
        foreach (var (name, header, result) in OtherEncryptions())
        {
            AddSealed(
                $"part {name}",
                "index-person",
                result,
                HandWrittenJose.Seal(header, Encoding.UTF8.GetBytes(person), keys.IssuerEncryption),
                result == JoseCase.Accepted ? Parse(person) : null
            );
        }
        var altered = Sealed(person, keys.IssuerEncryption);
        AddSealed("part that was altered", "index-person", JoseCase.Refused, altered[..^1] + (altered[^1] == 'A' ? 'Q' : 'A'));
    }

    private void AddRequests()
    {
        AddRequest("request for subjects", Request(), JoseCase.Accepted);
        AddRequest("request for identities", Request(("tickets", Tickets(Known, Unknown))), JoseCase.Accepted);
        AddRequest("request a minute ahead of the issuer's clock", Request(), JoseCase.Accepted, Noon.AddSeconds(-60));
        AddRequest("request 61 s ahead of the issuer's clock", Request(), JoseCase.Expired, Noon.AddSeconds(-61));
        AddRequest("request a second before its expiry", Request(), JoseCase.Accepted, Noon.AddSeconds(299));
        AddRequest("request at its expiry", Request(), JoseCase.Expired, Noon.AddSeconds(300));
        AddRequest("request for more than 5 minutes", Request(("exp", Noon.ToUnixTimeSeconds() + 301)), JoseCase.Malformed);
        AddRequest("request to another issuer", Request(("aud", 8)), JoseCase.NotAuthentic);
        AddRequest("request signed with another key", Request(keys.Stranger), JoseCase.NotAuthentic);
        AddRequest(
            "request with the head of another side",
            Request(("head", Head("authority", keys.RegisterSigning))),
            JoseCase.NotAuthentic
        );
        AddRequest("request with an unsigned head", Request(("head", "")), JoseCase.NotAuthentic);
        AddRequest("request with an order of a stranger", Request(("order", Order(key: keys.Stranger))), JoseCase.NotAuthentic);
        AddRequest(
            "request with an expired order",
            Request(("order", Order(("exp", Noon.ToUnixTimeSeconds() - 1), ("iat", Noon.ToUnixTimeSeconds() - 60)))),
            JoseCase.Expired
        );
        AddRequest("request with an empty list of tickets", Request(("tickets", Array.Empty<object>())), JoseCase.Malformed);
        AddRequest(
            "request that names a day twice",
            Request(("tickets", new[] { Tickets(Known)[0], Tickets(Unknown)[0] })),
            JoseCase.Malformed
        );
        AddRequest("request without an id", Request(("jti", Guid.Empty)), JoseCase.Malformed);
        foreach (var (name, header) in OtherHeaders(DisclosureRequest.Type, TraceOrder.Type))
        {
            AddRequest($"request {name}", HandWrittenJose.Sign(header, PayloadOf(Request()), keys.RegisterSigning), JoseCase.NotAuthentic);
        }
        AddRequest("request that is not a JWS", "a.b", JoseCase.Malformed);
        AddRequest("request with padding in its base64url", Request() + "=", JoseCase.Malformed);
    }

    private void AddAnswers()
    {
        var (issuer, register, authority) = (Signer(keys.IssuerSigning), keys.RegisterEncryption, keys.AuthorityEncryption);
        var tickets = new TicketsAnswer(OrderId, [new DayTickets(Day - 1, All(64)), new DayTickets(Day, All(0))]);
        AddAnswer("subjects", "subjects", JoseCase.Accepted, tickets.Seal(TicketsAnswer.Subjects, issuer, register));
        AddAnswer(
            "subjects sealed to another key",
            "subjects",
            JoseCase.Refused,
            tickets.Seal(TicketsAnswer.Subjects, issuer, keys.Stranger)
        );
        AddAnswer(
            "subjects signed with another key",
            "subjects",
            JoseCase.Refused,
            tickets.Seal(TicketsAnswer.Subjects, Signer(keys.Stranger), register)
        );
        AddAnswer(
            "subjects under the type of siblings",
            "subjects",
            JoseCase.Refused,
            tickets.Seal(TicketsAnswer.Siblings, issuer, register)
        );
        var untyped = HandWrittenJose.Sign("""{"alg":"ES256"}""", Json(tickets), keys.IssuerSigning);
        AddAnswer("subjects without a type, which readers accept", "subjects", JoseCase.Accepted, Sealed(untyped, register));
        AddAnswer(
            "subjects of another order",
            "subjects",
            JoseCase.Refused,
            (tickets with { Order = Guid.NewGuid() }).Seal(TicketsAnswer.Subjects, issuer, register)
        );
        var siblings = new TicketsAnswer(OrderId, [new DayTickets(Day, All(0)), new DayTickets(Day, [Unknown, .. All(64).Skip(1)])]);
        AddAnswer("siblings", "siblings", JoseCase.Accepted, siblings.Seal(TicketsAnswer.Siblings, issuer, register));
        var identities = new IdentitiesAnswer(
            OrderId,
            [
                new DisclosedPerson(1_180_250_941, "김하나", "+821012345678", 1990),
                new DisclosedPerson(77, "김두리", "+821012345678", 2012, "+821012345678"),
            ],
            [new PersonTicket(Day, Known, 1_180_250_941), new PersonTicket(Day, Ticket(1), 77)],
            [new DayTicket(Day, Unknown)]
        );
        AddAnswer("identities", "identities", JoseCase.Accepted, identities.Seal(issuer, authority));
        AddAnswer("identities sealed to the register", "identities", JoseCase.Refused, identities.Seal(issuer, register));
        AddAnswer(
            "identities with a ticket of nobody",
            "identities",
            JoseCase.Refused,
            (identities with { People = [identities.People[1]] }).Seal(issuer, authority)
        );
    }

    private void AddPaper()
    {
        var device = new Guid("c0a7f1de-2b7c-4c8e-9d52-0f1f3f6a7b21");
        var facility = new Guid("7d4f0f55-0d1e-4b3c-9a52-55f2b8f0c1aa");
        var entry = new PaperEntry("김하나", "010-1234-5678", facility, device, new Guid("3f0e2a4c-7f4b-4d60-8a3e-1a2b3c4d5e6f"), Noon);
        AddSealed("paper entry", "paper", JoseCase.Accepted, entry.Seal(keys.AuthorityEncryption, Signer(keys.Device)));
        AddSealed(
            "paper entry signed by another device",
            "paper",
            JoseCase.Unsigned,
            entry.Seal(keys.AuthorityEncryption, Signer(keys.Stranger))
        );
        AddSealed("paper entry of a device without a key", "paper", JoseCase.Unsigned, entry.Seal(keys.AuthorityEncryption));
        var content = HandWrittenJose.Open(entry.Seal(keys.AuthorityEncryption), keys.AuthorityEncryption);
        AddPaper("paper entry that names another device in its header", new Guid("00000000-0000-4000-8000-000000000001"), content);
        AddPaper("paper entry that names its device in capitals", device, content, capitals: true);
        AddSealed(
            "paper entry of 511 bytes",
            "paper",
            JoseCase.Refused,
            Sealed(Encoding.UTF8.GetString(content)[1..], keys.AuthorityEncryption)
        );
        AddSealed("paper entry sealed to another key", "paper", JoseCase.Refused, entry.Seal(keys.Stranger, Signer(keys.Device)));
    }

    private void AddPaper(string name, Guid device, byte[] content, bool capitals = false)
    {
        var id = capitals ? $"{device}".ToUpperInvariant() : $"{device}";
        var header = $$"""{"alg":"ES256","typ":"{{PaperEntry.Type}}","kid":"{{id}}"}""";
        var signed = HandWrittenJose.Sign(header, Encoding.UTF8.GetString(content), keys.Device);
        AddSealed(name, "paper", JoseCase.Unsigned, Sealed(signed, keys.AuthorityEncryption));
    }

    private void Add(JoseCase one) => cases.Add(one);

    private void AddHead(string name, string text, string side, string result) =>
        Add(new(name, "head", result, text, Side: side) { Content = result == JoseCase.Accepted ? Parse(PayloadOf(text)) : null });

    private void AddKeyChain(string name, IReadOnlyList<string> statements, string? newest) =>
        Add(
            new(name, "key-chain", newest is null ? JoseCase.Refused : JoseCase.Accepted, Statements: statements)
            {
                Content = newest is null ? null : Parse(PayloadOf(newest)),
            }
        );

    private void AddOrder(string name, string text, string result, DateTimeOffset? at = null) =>
        Add(new(name, "order", result, text, at ?? Noon) { Content = result == JoseCase.Accepted ? Parse(PayloadOf(text)) : null });

    private void AddRequest(string name, string text, string result, DateTimeOffset? at = null) =>
        Add(new(name, "request", result, text, at ?? Noon) { Content = result == JoseCase.Accepted ? Parse(PayloadOf(text)) : null });

    private void AddAnswer(string name, string kind, string result, string text)
    {
        var reader = kind == "identities" ? keys.AuthorityEncryption : keys.RegisterEncryption;
        Add(
            new(name, kind, result, text, Order: OrderId)
            {
                Content = result == JoseCase.Accepted ? Parse(PayloadOf(Plain(text, reader))) : null,
            }
        );
    }

    private void AddSealed(string name, string kind, string result, string text, JsonElement? content = null) =>
        Add(new(name, kind, result, text) { Content = content });

    private string Order(params (string Name, object? Value)[] changes) => Order(keys.AuthoritySigning, changes);

    private string Order(EcJwk key, params (string Name, object? Value)[] changes)
    {
        var claims = new Dictionary<string, object?>
        {
            ["jti"] = OrderId,
            ["iss"] = "authority",
            ["iat"] = Noon.ToUnixTimeSeconds(),
            ["exp"] = Noon.AddDays(7).ToUnixTimeSeconds(),
            ["case"] = "2020-0612-031",
            ["ground"] = "감염병예방법 제76조의2제1항",
            ["requestedBy"] = "official-a",
            ["approvedBy"] = "official-b",
            ["fromDay"] = $"{Day - 1}",
            ["toDay"] = $"{Day}",
            ["maxContacts"] = 1000,
            ["noticeAfterDays"] = 14,
            ["forIssuer"] = new Dictionary<string, string>
            {
                ["7"] = Sealed("""{"phone":"+821012345678","name":"김하나"}""", keys.IssuerEncryption),
            },
            ["forRegister"] = Parties.CasePart.Seal(keys.RegisterEncryption),
            ["head"] = Head("authority", keys.AuthoritySigning),
            ["forward"] = true,
        };
        return Signed(TraceOrder.Type, claims, changes, key);
    }

    private string Request(params (string Name, object? Value)[] changes) => Request(keys.RegisterSigning, changes);

    private string Request(EcJwk key, params (string Name, object? Value)[] changes)
    {
        var claims = new Dictionary<string, object?>
        {
            ["jti"] = new Guid("5c1f3c66-6c5d-4f4b-9f0e-3b1b8f6a2d10"),
            ["aud"] = Issuer,
            ["iat"] = Noon.ToUnixTimeSeconds(),
            ["exp"] = Noon.AddMinutes(5).ToUnixTimeSeconds(),
            ["order"] = Order(),
            ["head"] = Head("register", keys.RegisterSigning),
        };
        return Signed(DisclosureRequest.Type, claims, changes, key);
    }

    private static string Signed(string type, Dictionary<string, object?> claims, (string Name, object? Value)[] changes, EcJwk key)
    {
        foreach (var (name, value) in changes)
        {
            claims[name] = value;
        }
        return Signed(type, Json(claims.Where(claim => claim.Value is not null).ToDictionary()), key);
    }

    private static string Signed(string type, string claims, EcJwk key) =>
        HandWrittenJose.Sign($$"""{"alg":"ES256","typ":"{{type}}"}""", claims, key);

    private static string Sealed(string content, EcJwk recipient) => Jwe.Seal(Encoding.UTF8.GetBytes(content), recipient);

    private static string Head(string side, EcJwk key) => SignedHead.Sign(ChainHead.Empty, side, Noon, Signer(key));

    private static string Statement(KoreanDay from, EcJwk signing, EcJwk encryption, EcJwk before) =>
        new KeyStatement(from, signing, encryption).Sign(Signer(before));

    private static IEnumerable<(string Name, string Header)> OtherHeaders(string type, string otherType) =>
        [
            ("with another typ", $$"""{"alg":"ES256","typ":"{{otherType}}"}"""),
            ("without typ", """{"alg":"ES256"}"""),
            ("with alg none", $$"""{"alg":"none","typ":"{{type}}"}"""),
            ("with alg HS256", $$"""{"alg":"HS256","typ":"{{type}}"}"""),
            ("with kid", $$"""{"alg":"ES256","typ":"{{type}}","kid":"1"}"""),
            ("with crit", $$"""{"alg":"ES256","typ":"{{type}}","crit":["b64"],"b64":false}"""),
        ];

    private static IEnumerable<(string Name, string Header, string Result)> OtherEncryptions() =>
        [
            (
                "with kid, typ and cty",
                """{"alg":"ECDH-ES","enc":"A256GCM","kid":"1","typ":"JOSE","cty":"JWT","epk":EPK}""",
                JoseCase.Accepted
            ),
            ("with zip", """{"alg":"ECDH-ES","enc":"A256GCM","zip":"DEF","epk":EPK}""", JoseCase.Refused),
            ("with apu", """{"alg":"ECDH-ES","enc":"A256GCM","apu":"QQ","epk":EPK}""", JoseCase.Refused),
            ("with a private ephemeral key", """{"alg":"ECDH-ES","enc":"A256GCM","epk":PRIVATE}""", JoseCase.Refused),
            ("with key wrapping", """{"alg":"ECDH-ES+A256KW","enc":"A256GCM","epk":EPK}""", JoseCase.Refused),
            ("with another encryption", """{"alg":"ECDH-ES","enc":"A128GCM","epk":EPK}""", JoseCase.Refused),
        ];

    private int PaddedLength(int tickets)
    {
        var answer = new IdentitiesAnswer(OrderId, [], [], [.. Enumerable.Range(0, tickets).Select(n => new DayTicket(Day, Ticket(n)))]);
        return HandWrittenJose.Open(answer.Seal(Signer(keys.IssuerSigning), keys.AuthorityEncryption), keys.AuthorityEncryption).Length;
    }

    private static object[] Tickets(params Ticket[] tickets) => [new DayTickets(Day, tickets)];

    private static Ticket[] All(int first) => [.. Enumerable.Range(first, 64).Select(Ticket)];

    private static Ticket Ticket(int number) => new(new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));

    private static string Plain(string jwe, EcJwk key) => Encoding.UTF8.GetString(HandWrittenJose.Open(jwe, key)).TrimEnd(' ');

    private static string PayloadOf(string jws) =>
        Encoding.UTF8.GetString(Base64Url.TryDecode(jws.Split('.')[1], out var payload) ? payload : throw new FormatException(jws));

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, JoseJson.Options);

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement.Clone();

    private static FileSigningKey Signer(EcJwk key) => new(key);
}

using System.Net;
using System.Text;
using System.Text.Json;
using KiPass.Issuer.Audit;
using KiPass.Issuer.Tests.Disclosures;
using KiPass.Tokens;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Tests.Fixtures;

/// <summary>The register and the authority that an issuer has pinned, as the test plays them.</summary>
internal sealed class OtherDomains
{
    private readonly IssuerHost issuer;

    public OtherDomains(IssuerHost issuer)
    {
        this.issuer = issuer;
        var folder = new DomainFolder(issuer.Data);
        folder.Pin(folder.Register() with { SigningKey = RegisterSigning.PublicKey, EncryptionKey = RegisterDecryption.PublicKey });
        folder.Pin(new TrustedAuthority(AuthoritySigning.PublicKey, AuthorityDecryption.PublicKey));
        IssuerSigning = folder.SigningKey().Public();
        IssuerEncryption = folder.EncryptionKey().Public();
    }

    public FileSigningKey AuthoritySigning { get; } = new(EcJwk.Create());
    public FileDecryptionKey AuthorityDecryption { get; } = new(EcJwk.Create());
    public FileSigningKey RegisterSigning { get; } = new(EcJwk.Create());
    public FileDecryptionKey RegisterDecryption { get; } = new(EcJwk.Create());
    public EcJwk IssuerSigning { get; }
    public EcJwk IssuerEncryption { get; }

    public DateTimeOffset Now => issuer.Time.GetUtcNow();

    public KoreanDay Today => KoreanDay.Of(Now);

    public TraceOrder Order(string phone = "+821023456789", string name = "김하늘", int maxContacts = 1000, int noticeAfterDays = 14) =>
        new(
            Guid.NewGuid(),
            Now,
            Now.AddDays(7),
            "2020-0612-031",
            "감염병예방법 제76조의2제1항",
            "official-a",
            "official-b",
            Today - 2,
            Today,
            maxContacts,
            noticeAfterDays,
            new Dictionary<ushort, string> { [1] = new IndexPerson(phone, name).Seal(IssuerEncryption) },
            "for the register"
        );

    public DisclosureRequest Request(TraceOrder order, params DayTickets[] tickets) =>
        new(
            Guid.NewGuid(),
            1,
            Now,
            Now.AddMinutes(5),
            order.Sign(AuthoritySigning),
            SignedHead.Sign(ChainHead.Empty, "register", Now, RegisterSigning),
            tickets is [] ? null : tickets
        );

    /// <summary>Signs an order that breaks a rule, as an authority with other software could.</summary>
    public string SignAnyway(TraceOrder order)
    {
        var header = Base64Url.Encode(Encoding.UTF8.GetBytes("""{"alg":"ES256","typ":"kipass-order+jwt"}"""));
        var input = $"{header}.{Base64Url.Encode(JsonSerializer.SerializeToUtf8Bytes(order))}";
        return $"{input}.{Base64Url.Encode(AuthoritySigning.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    public async Task<TicketsAnswer> Subjects(TraceOrder order)
    {
        var answer = await Granted("subjects", Request(order).Sign(RegisterSigning));
        return TicketsAnswer.Open(answer.Sealed, TicketsAnswer.Subjects, RegisterDecryption, IssuerSigning, order.Id)!;
    }

    public async Task<TicketsAnswer> Siblings(TraceOrder order, params DayTickets[] tickets)
    {
        var answer = await Granted("siblings", Request(order, tickets).Sign(RegisterSigning));
        return TicketsAnswer.Open(answer.Sealed, TicketsAnswer.Siblings, RegisterDecryption, IssuerSigning, order.Id)!;
    }

    public async Task<IdentitiesAnswer> Identities(TraceOrder order, params Ticket[] tickets) =>
        Open(order, await Granted("identities", Request(order, new DayTickets(Today, tickets)).Sign(RegisterSigning)));

    public IdentitiesAnswer Open(TraceOrder order, DisclosureAnswer answer) =>
        IdentitiesAnswer.Open(answer.Sealed, AuthorityDecryption, IssuerSigning, order.Id)!;

    public async Task<DisclosureAnswer> Granted(string route, string request)
    {
        using var answer = await Post(route, request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonSerializer.Deserialize<DisclosureAnswer>(text)!;
    }

    public async Task<string> Refused(string route, string request, int status)
    {
        using var answer = await Post(route, request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("code").GetString()!;
    }

    public Task<HttpResponseMessage> Post(string route, string request) =>
        issuer.Http.PostAsync($"/v1/disclosures/{route}", new StringContent(request, Encoding.UTF8, "application/jose"));

    /// <summary>The audit log, having verified its chain.</summary>
    public async Task<List<AuditEntry>> Audit(params ChainHead[] known)
    {
        var records = await issuer.Get<AuditLog>().Records(CancellationToken.None);
        var verifier = new ChainVerifier(known);
        records.ForEach(record => verifier.Read(record));
        Assert.True(verifier.Finish(), $"{verifier.Fault}");
        return [.. records.Select(r => r.Entry)];
    }
}

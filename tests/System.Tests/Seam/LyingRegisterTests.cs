using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using KiPass.SystemTests.Traces.LineLists;
using KiPass.Tokens;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.SystemTests.Seam;

/// <summary>
/// Goal: a dishonest register learns no names and is detected. Method: the test takes the register's private keys and a real, approved order
/// from the running system, and asks the real issuers for what a register may not have.
/// </summary>
[Collection(TwoIssuersGroup.Name)]
public sealed class LyingRegisterTests(TwoIssuers system)
{
    private DomainFolder Register => new(Path.Combine(system.Data, "register"));

    [Fact]
    public async Task Every_forged_disclosure_request_is_refused_and_audited()
    {
        var order = await Order();
        var signing = new FileSigningKey(Register.SigningKey());
        var stranger = new FileSigningKey(EcJwk.Create());
        var parts = order.Text.Split('.');
        var claims = Encoding.UTF8.GetString(Decode(parts[1]));
        var altered = claims.Replace("\"maxContacts\":200", "\"maxContacts\":9999", StringComparison.Ordinal);
        Assert.NotEqual(claims, altered);
        var raised = $"{parts[0]}.{Base64Url.Encode(Encoding.UTF8.GetBytes(altered))}.{parts[2]}";
        var forged = (order.Order with { Id = Guid.NewGuid(), MaxContacts = 100_000 }).Sign(signing);
        var now = TimeProvider.System.GetUtcNow();
        var before = await Disclosed();

        (string Lie, string Request, int Status, string Code)[] lies =
        [
            ("a request signed with another key", Request(order.Text, stranger, now, 5), 403, "order-not-authentic"),
            ("an order that it signed itself", Request(forged, signing, now, 5), 403, "order-not-authentic"),
            ("an order whose limit it raised", Request(raised, signing, now, 5), 403, "order-not-authentic"),
            ("more tickets than the order allows", Request(order.Text, signing, now, 201), 429, "order-limit"),
            ("a request to another issuer", Request(order.Text, signing, now, 5, issuer: 2), 403, "order-not-authentic"),
            ("a request of yesterday", Request(order.Text, signing, now.AddDays(-1), 5), 403, "order-expired"),
            ("a chain head that it did not sign", Request(order.Text, signing, now, 5, head: stranger), 403, "order-not-authentic"),
            ("a request cut in half", Request(order.Text, signing, now, 5)[..400], 400, "request-malformed"),
            ("no request at all", "select everybody", 400, "request-malformed"),
        ];
        // A request without the register's signature could come from anyone, so it is counted and not added to the chain.
        string[] unsigned = ["a request signed with another key", "a request cut in half", "no request at all"];
        foreach (var (lie, request, status, code) in lies)
        {
            var refusals = await Refusals();
            Assert.Equal((lie, status, code), await Ask(lie, request));
            Assert.Equal((lie, refusals + (unsigned.Contains(lie) ? 0 : 1)), (lie, await Refusals()));
        }
        Assert.Equal(before, await Disclosed());
    }

    [Fact]
    public async Task Only_the_authoritys_key_decrypts_an_issuers_response()
    {
        var order = await Order();
        var day = KoreanDay.Of(system.Script.At(0, "18:00"));
        var request = Request(order.Text, new FileSigningKey(Register.SigningKey()), TimeProvider.System.GetUtcNow(), 1);
        using var http = new HttpClient { BaseAddress = system.Stack.Issuer };
        using var answer = await http.PostAsync(new Uri("/v1/disclosures/identities", UriKind.Relative), Body(request));
        Assert.Equal(200, (int)answer.StatusCode);
        var disclosed = (await answer.Content.ReadFromJsonAsync<DisclosureAnswer>())!;
        var issuer = new DomainFolder(Path.Combine(system.Data, "issuer")).SigningKey().Public();

        Assert.Null(IdentitiesAnswer.Open(disclosed.Sealed, new FileDecryptionKey(Register.EncryptionKey()), issuer, order.Order.Id));
        var authority = new FileDecryptionKey(new DomainFolder(Path.Combine(system.Data, "authority")).EncryptionKey());
        var opened = IdentitiesAnswer.Open(disclosed.Sealed, authority, issuer, order.Order.Id)!;
        Assert.Equal(day, Assert.Single(opened.Unresolved).Day);
    }

    private async Task<(string Text, TraceOrder Order)> Order()
    {
        var finished = await system.Finished();
        var text = await TwoIssuers.Read<string>(
            Path.Combine(system.Data, "authority", "authority.db"),
            $"SELECT \"Jws\" FROM trace_order WHERE lower(\"Id\") = '{finished.Order}'"
        );
        var verdict = TraceOrder.Verify(text, Register.Authority().SigningKey, TimeProvider.System.GetUtcNow(), out var order);
        Assert.Equal(OrderVerdict.Valid, verdict);
        return (text, order!);
    }

    private string Request(
        string order,
        FileSigningKey key,
        DateTimeOffset at,
        int contacts,
        ushort issuer = 1,
        FileSigningKey? head = null
    )
    {
        var day = KoreanDay.Of(system.Script.At(0, "18:00"));
        return new DisclosureRequest(
            Guid.NewGuid(),
            issuer,
            at,
            at.AddMinutes(DisclosureRequest.MostValidMinutes),
            order,
            SignedHead.Sign(ChainHead.Empty, "register", at, head ?? key),
            [new DayTickets(day, [.. Enumerable.Range(0, contacts).Select(_ => new Ticket(Guid.NewGuid()))])]
        ).Sign(key);
    }

    private async Task<(string Lie, int Status, string Code)> Ask(string lie, string request)
    {
        using var http = new HttpClient { BaseAddress = system.Stack.Issuer };
        using var answer = await http.PostAsync(new Uri("/v1/disclosures/identities", UriKind.Relative), Body(request));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.False(body.TryGetProperty("sealed", out _));
        return (lie, (int)answer.StatusCode, body.GetProperty("code").GetString()!);
    }

    private static StringContent Body(string request) => new(request, Encoding.ASCII, "application/jose");

    private string Store => Path.Combine(system.Data, "issuer", "issuer.db");

    private Task<long> Refusals() =>
        TwoIssuers.Read<long>(Store, "SELECT count(*) FROM audit WHERE record LIKE '%\"kind\":\"disclosure-refused\"%'");

    private Task<long> Disclosed() =>
        TwoIssuers.Read<long>(
            Store,
            "SELECT (SELECT count(*) FROM access_notice) + (SELECT coalesce(sum(count), 0) FROM disclosed_member WHERE kind = 'ticket') + (SELECT count(*) FROM audit WHERE record LIKE '%identities-disclosed%')"
        );

    private static byte[] Decode(string text) =>
        Base64Url.TryDecode(text, out var bytes) ? bytes : throw new FormatException("Not base64url.");
}

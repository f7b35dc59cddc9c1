using System.Text;
using System.Text.Json;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using static KiPass.Tokens.Tests.Fixtures.Parties;

namespace KiPass.Tokens.Tests.Orders;

public sealed class TraceOrderTests
{
    [Fact]
    public void A_signed_order_verifies_with_the_same_content()
    {
        Assert.Equal(OrderVerdict.Valid, Verify(Order.Sign(AuthoritySigning), Noon, out var read));
        Assert.Equivalent(Order, read);
    }

    [Fact]
    public void An_order_has_exactly_the_claims_of_the_format()
    {
        var claims = JsonDocument.Parse(Part(Order.Sign(AuthoritySigning), 1)).RootElement;
        string[] names =
        [
            "jti",
            "iss",
            "iat",
            "exp",
            "case",
            "ground",
            "requestedBy",
            "approvedBy",
            "fromDay",
            "toDay",
            "maxContacts",
            "noticeAfterDays",
            "forIssuer",
            "forRegister",
        ];
        Assert.Equal(names.Order(), claims.EnumerateObject().Select(c => c.Name).Order());
        Assert.Equal("authority", claims.GetProperty("iss").GetString());
        Assert.Equal(1_591_930_800, claims.GetProperty("iat").GetInt64());
        Assert.Equal("2020-05-29", claims.GetProperty("fromDay").GetString());
        Assert.Equal(["7"], claims.GetProperty("forIssuer").EnumerateObject().Select(p => p.Name));
        Assert.Equal("""{"alg":"ES256","typ":"kipass-order+jwt"}""", Part(Order.Sign(AuthoritySigning), 0));
        Assert.DoesNotContain("김하나", Part(Order.Sign(AuthoritySigning), 1), StringComparison.Ordinal);
    }

    private static readonly Dictionary<string, (Func<TraceOrder, TraceOrder> Change, OrderVerdict Verdict)> Wrong = new()
    {
        ["approved by who requested it"] = (o => o with { ApprovedBy = o.RequestedBy }, OrderVerdict.SelfApproved),
        ["approved by the same in capitals"] = (o => o with { ApprovedBy = " OFFICIAL-A " }, OrderVerdict.SelfApproved),
        ["approved by the same in full width"] = (o => o with { ApprovedBy = "ｏfficial-a" }, OrderVerdict.SelfApproved),
        ["nobody approved"] = (o => o with { ApprovedBy = "" }, OrderVerdict.Malformed),
        ["nobody requested"] = (o => o with { RequestedBy = " " }, OrderVerdict.Malformed),
        ["no ground"] = (o => o with { Ground = "" }, OrderVerdict.Malformed),
        ["no case"] = (o => o with { Case = "" }, OrderVerdict.Malformed),
        ["endless reason"] = (o => o with { Ground = new string('가', 201) }, OrderVerdict.Malformed),
        ["no id"] = (o => o with { Id = Guid.Empty }, OrderVerdict.Malformed),
        ["issuer 0"] = (o => o with { ForIssuer = new Dictionary<ushort, string> { [0] = "x" } }, OrderVerdict.Malformed),
        ["nothing for the register"] = (o => o with { ForRegister = "" }, OrderVerdict.Malformed),
        ["valid for more than seven days"] = (o => o with { ExpiresAt = o.IssuedAt.AddDays(7).AddSeconds(1) }, OrderVerdict.OutOfBounds),
        ["expires before it is issued"] = (o => o with { ExpiresAt = o.IssuedAt }, OrderVerdict.OutOfBounds),
        ["29 days back"] = (o => o with { FromDay = Today - 29 }, OrderVerdict.OutOfBounds),
        ["days the wrong way round"] = (o => o with { FromDay = Today, ToDay = Today - 1 }, OrderVerdict.OutOfBounds),
        ["days to come"] = (o => o with { ToDay = Today + 1 }, OrderVerdict.OutOfBounds),
        ["no contacts"] = (o => o with { MaxContacts = 0 }, OrderVerdict.OutOfBounds),
        ["endless contacts"] = (o => o with { MaxContacts = 100_001 }, OrderVerdict.OutOfBounds),
        ["notice after 31 days"] = (o => o with { NoticeAfterDays = 31 }, OrderVerdict.OutOfBounds),
        ["notice before the trace"] = (o => o with { NoticeAfterDays = -1 }, OrderVerdict.OutOfBounds),
        ["expired"] = (o => o with { IssuedAt = Noon.AddHours(-2), ExpiresAt = Noon }, OrderVerdict.Expired),
        ["issued in two minutes"] = (o => o with { IssuedAt = Noon.AddMinutes(2) }, OrderVerdict.NotYetValid),
        ["asks to name nobody"] = (o => o with { Answer = "notice" }, OrderVerdict.Malformed),
        ["signed by another side"] = (o => o with { Side = "register" }, OrderVerdict.Malformed),
    };

    public static TheoryData<string> WrongOrders => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(WrongOrders))]
    public void Rejects_an_invalid_order_even_if_it_is_signed(string what)
    {
        var order = Wrong[what].Change(Order);
        var text = Jws.Sign(order, TraceOrder.Type, AuthoritySigning);
        Assert.Equal(Wrong[what].Verdict, Verify(text, Noon, out var read));
        Assert.Equal(order.Id, read!.Id);
        if (Wrong[what].Verdict is not OrderVerdict.Expired and not OrderVerdict.NotYetValid)
        {
            Assert.Throws<InvalidOperationException>(() => order.Sign(AuthoritySigning));
        }
    }

    private static readonly Dictionary<string, Func<TraceOrder, TraceOrder>> Limits = new()
    {
        ["28 days back"] = o => o with { FromDay = Today - 28, ToDay = Today - 28 },
        ["most contacts"] = o => o with { MaxContacts = 100_000 },
        ["one contact"] = o => o with { MaxContacts = 1 },
        ["notice at once"] = o => o with { NoticeAfterDays = 0 },
        ["notice after 30 days"] = o => o with { NoticeAfterDays = 30 },
        ["a clock 60 seconds ahead"] = o => o with { IssuedAt = Noon.AddSeconds(60) },
        ["no issuer, a facility window"] = o => o with { ForIssuer = new Dictionary<ushort, string>() },
    };

    public static TheoryData<string> OrdersAtTheLimit => [.. Limits.Keys];

    [Theory]
    [MemberData(nameof(OrdersAtTheLimit))]
    public void An_order_at_a_limit_is_valid(string what) =>
        Assert.Equal(OrderVerdict.Valid, Verify(Limits[what](Order).Sign(AuthoritySigning), Noon, out _));

    [Fact]
    public void A_forward_order_says_so_to_register_and_issuers()
    {
        Assert.DoesNotContain("forward", Part(Order.Sign(AuthoritySigning), 1), StringComparison.Ordinal);
        var text = (Order with { Forward = true }).Sign(AuthoritySigning);
        Assert.Contains("\"forward\":true", Part(text, 1), StringComparison.Ordinal);
        Assert.Equal(OrderVerdict.Valid, Verify(text, Noon, out var read));
        Assert.True(read!.Forward);
    }

    [Fact]
    public void An_order_is_valid_until_the_exact_second_of_its_expiry()
    {
        var text = Order.Sign(AuthoritySigning);
        Assert.Equal(OrderVerdict.Valid, Verify(text, Order.ExpiresAt.AddMilliseconds(-1), out _));
        Assert.Equal(OrderVerdict.Expired, Verify(text, Order.ExpiresAt, out _));
    }

    [Fact]
    public void An_order_no_longer_covers_days_that_exceed_the_retention_period()
    {
        var order = Order with { FromDay = Today - 28, ToDay = Today - 27 };
        Assert.True(order.Covers(Today - 28, Noon));
        Assert.False(order.Covers(Today - 28, Noon.AddDays(1)));
        Assert.True(order.Covers(Today - 27, Noon.AddDays(1)));
        Assert.False(order.Covers(Today - 26, Noon));
        Assert.Equal(OrderVerdict.Expired, Verify(order.Sign(AuthoritySigning), Noon.AddDays(2), out _));
    }

    [Fact]
    public void Rejects_a_wrong_key_an_altered_text_or_a_wrong_type()
    {
        var text = Order.Sign(AuthoritySigning);
        Assert.Equal(OrderVerdict.NotAuthentic, TraceOrder.Verify(text, RegisterSigning.PublicKey, Noon, out _));
        Assert.Equal(OrderVerdict.NotAuthentic, Verify(Order.Sign(RegisterSigning), Noon, out var read));
        Assert.Null(read);
        Assert.Equal(OrderVerdict.NotAuthentic, Verify(Jws.Sign(Order, DisclosureRequest.Type, AuthoritySigning), Noon, out _));
        var parts = text.Split('.');
        var greedy = Part(text, 1).Replace("\"maxContacts\":1000", "\"maxContacts\":9999", StringComparison.Ordinal);
        parts[1] = Base64Url.Encode(Encoding.UTF8.GetBytes(greedy));
        Assert.Equal(OrderVerdict.NotAuthentic, Verify(string.Join('.', parts), Noon, out _));
        Assert.Equal(OrderVerdict.Malformed, Verify("", Noon, out _));
        Assert.Equal(OrderVerdict.Malformed, Verify(new string('A', 200_000), Noon, out _));
    }

    private static OrderVerdict Verify(string text, DateTimeOffset now, out TraceOrder? order) =>
        TraceOrder.Verify(text, Authority.SigningKey, now, out order);

    private static string Part(string text, int at) =>
        Base64Url.TryDecode(text.Split('.')[at], out var bytes) ? Encoding.UTF8.GetString(bytes) : "";
}

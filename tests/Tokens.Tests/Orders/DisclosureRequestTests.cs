using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;
using static KiPass.Tokens.Tests.Fixtures.Parties;

namespace KiPass.Tokens.Tests.Orders;

public sealed class DisclosureRequestTests
{
    private static readonly DayTickets Asked = new(Today, [new Ticket(Guid.NewGuid()), new Ticket(Guid.NewGuid())]);

    [Fact]
    public void A_request_verifies_with_its_order_and_the_registers_head()
    {
        var request = Request(Order) with { Tickets = [Asked] };
        var verified = Verify(request.Sign(RegisterSigning));
        Assert.Equal(RequestVerdict.Valid, verified.Verdict);
        Assert.Equivalent(request, verified.Request);
        Assert.Equal(Order.Id, verified.Order!.Id);
        Assert.Equal(ChainHead.Empty, verified.Head);
    }

    private static readonly Dictionary<string, (Func<DisclosureRequest, string> Make, RequestVerdict Verdict)> Wrong = new()
    {
        ["signed by the authority"] = (r => r.Sign(AuthoritySigning), RequestVerdict.NotAuthentic),
        ["signed by anybody"] = (r => r.Sign(new FileSigningKey(EcJwk.Create())), RequestVerdict.NotAuthentic),
        ["an order as a request"] = (r => r.Order, RequestVerdict.NotAuthentic),
        ["typed as an order"] = (r => Jws.Sign(r, TraceOrder.Type, RegisterSigning), RequestVerdict.NotAuthentic),
        ["meant for another issuer"] = (r => (r with { Issuer = 8 }).Sign(RegisterSigning), RequestVerdict.NotAuthentic),
        ["another side's chain head"] = (
            r => (r with { Head = SignedHead.Sign(ChainHead.Empty, "issuer:7", Noon, RegisterSigning) }).Sign(RegisterSigning),
            RequestVerdict.NotAuthentic
        ),
        ["no chain head"] = (r => (r with { Head = "" }).Sign(RegisterSigning), RequestVerdict.NotAuthentic),
        ["expired"] = (r => (r with { IssuedAt = Noon.AddMinutes(-5), ExpiresAt = Noon }).Sign(RegisterSigning), RequestVerdict.Expired),
        ["from the future"] = (
            r => (r with { IssuedAt = Noon.AddMinutes(2), ExpiresAt = Noon.AddMinutes(4) }).Sign(RegisterSigning),
            RequestVerdict.Expired
        ),
        ["valid for more than five minutes"] = (
            r => (r with { ExpiresAt = Noon.AddMinutes(5).AddSeconds(1) }).Sign(RegisterSigning),
            RequestVerdict.Malformed
        ),
        ["no id"] = (r => (r with { Id = Guid.Empty }).Sign(RegisterSigning), RequestVerdict.Malformed),
        ["an empty list"] = (r => (r with { Tickets = [] }).Sign(RegisterSigning), RequestVerdict.Malformed),
        ["a day without tickets"] = (
            r => (r with { Tickets = [new DayTickets(Today, [])] }).Sign(RegisterSigning),
            RequestVerdict.Malformed
        ),
        ["a day twice"] = (r => (r with { Tickets = [Asked, Asked] }).Sign(RegisterSigning), RequestVerdict.Malformed),
        ["a null among the days"] = (r => (r with { Tickets = [null!] }).Sign(RegisterSigning), RequestVerdict.Malformed),
        ["an order signed by the register"] = (
            r => (r with { Order = Order.Sign(RegisterSigning) }).Sign(RegisterSigning),
            RequestVerdict.OrderNotAuthentic
        ),
        ["a self-approved order"] = (
            r =>
                (r with { Order = Jws.Sign(Order with { ApprovedBy = Order.RequestedBy }, TraceOrder.Type, AuthoritySigning) }).Sign(
                    RegisterSigning
                ),
            RequestVerdict.OrderNotAuthentic
        ),
        ["no order"] = (r => (r with { Order = "" }).Sign(RegisterSigning), RequestVerdict.OrderNotAuthentic),
        ["an expired order"] = (
            r =>
                (
                    r with
                    {
                        Order = (Order with { IssuedAt = Noon.AddDays(-1), ToDay = Today - 1, ExpiresAt = Noon }).Sign(AuthoritySigning),
                    }
                ).Sign(RegisterSigning),
            RequestVerdict.OrderExpired
        ),
        ["nothing"] = (_ => "", RequestVerdict.Malformed),
    };

    public static TheoryData<string> WrongRequests => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(WrongRequests))]
    public void A_request_that_breaks_a_rule_is_refused_with_its_reason(string what) =>
        Assert.Equal(Wrong[what].Verdict, Verify(Wrong[what].Make(Request(Order))).Verdict);

    [Fact]
    public void A_request_to_one_issuer_replayed_to_another_is_refused() =>
        Assert.Equal(RequestVerdict.NotAuthentic, Verify(Request(Order).Sign(RegisterSigning), self: 8).Verdict);

    [Fact]
    public void A_request_is_valid_for_five_minutes()
    {
        var text = Request(Order).Sign(RegisterSigning);
        Assert.Equal(RequestVerdict.Valid, Verify(text, Noon.AddMinutes(5).AddSeconds(-1)).Verdict);
        Assert.Equal(RequestVerdict.Expired, Verify(text, Noon.AddMinutes(5)).Verdict);
    }
}

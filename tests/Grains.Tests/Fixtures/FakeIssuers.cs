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
        if (issuer.IsDown || issuer.RouteDown == route)
        {
            return IssuerResponse.Failed(issuer.Failure);
        }
        if (issuer.Refusal is { } code)
        {
            return new IssuerResponse(null, code);
        }
        var sealedAnswer = route switch
        {
            "subjects" => issuer.Subjects(verified, Register, now()),
            "siblings" => issuer.Siblings(verified, Register),
            _ => issuer.Identities(verified, Authority),
        };
        return new IssuerResponse(
            new DisclosureAnswer(SignedHead.Sign(ChainHead.Empty, $"issuer:{trusted.Number}", now(), issuer.HeadKey), sealedAnswer),
            null
        );
    }
}

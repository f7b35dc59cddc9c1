using KiPass.Contracts.Access;
using KiPass.Testing;
using KiPass.Tokens.Calls;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Silo.Tests.Attacks;

/// <summary>Every call of both portals × every role, expired tokens, foreign keys and no token at all; generated from the contracts.</summary>
public sealed class PortalMatrixTests(Registers registers)
{
    private static readonly byte[] Empty = "{}"u8.ToArray();

    [Fact, Attack("A role calls what is not open to it")]
    public async Task Nobody_acts_in_a_role_that_a_call_is_not_open_to()
    {
        var register = registers.On(Store.Sqlite);
        using var owners = new PortalUnderTest(register, CallingPortal.Owners);
        using var authority = new PortalUnderTest(register, CallingPortal.Authority);
        Assert.True(RegisterCall.All.Length > 70, "the contracts were found");
        foreach (var call in RegisterCall.All)
        {
            var portal = call.Portal == CallingPortal.Owners ? owners : authority;
            foreach (var role in Enum.GetValues<CallerRole>())
            {
                var answer = await portal.Send(call.Path, Empty, CallToken.Sign(portal.Claims(call, role, Empty), portal.Key));
                // An empty body never reaches a grain: a permitted call ends at its missing key.
                var expected = call.Roles.Contains(role) ? "request-malformed" : "call-not-permitted";
                Assert.True(answer.Code == expected, $"{call.Path} as {role}: {answer.Code}");
            }
        }
    }

    [Fact, Attack("A call without a token, or with one that expired, is from another key or for another request")]
    public async Task Nobody_acts_without_a_valid_call_token()
    {
        var register = registers.On(Store.Sqlite);
        using var owners = new PortalUnderTest(register, CallingPortal.Owners);
        using var authority = new PortalUnderTest(register, CallingPortal.Authority);
        foreach (var call in RegisterCall.All)
        {
            var (portal, other) = call.Portal == CallingPortal.Owners ? (owners, authority) : (authority, owners);
            var honest = portal.Claims(call, call.Roles[0], Empty);
            var now = honest.IssuedAt;
            string?[] tokens =
            [
                null,
                "",
                "a.b.c",
                CallToken.Sign(honest, other.Key),
                CallToken.Sign(honest, new FileSigningKey(EcJwk.Create())),
                Sign(honest with { IssuedAt = now - 120, ExpiresAt = now - 60 }),
                Sign(honest with { IssuedAt = now + 30, ExpiresAt = now + 60 }),
                Sign(honest with { ExpiresAt = now + 3600 }),
                Sign(honest with { ExpiresAt = now }),
                Sign(honest with { Audience = "issuer" }),
                Sign(honest with { Issuer = RegisterCall.NameOf(other.Portal) }),
                Sign(honest with { Path = "/v1/owners/facility/none" }),
                Sign(honest with { Method = "GET" }),
                Sign(honest with { Subject = "" }),
                Sign(honest with { Subject = new string('a', 65) }),
                Sign(honest with { Id = Guid.Empty }),
                Sign(honest with { BodyHash = CallClaims.HashOf("other"u8) }),
                Sign(honest with { BodyHash = "" }),
            ];
            for (var i = 0; i < tokens.Length; i++)
            {
                var answer = await portal.Send(call.Path, Empty, tokens[i]);
                Assert.True(answer.Code == "call-not-authentic", $"{call.Path}, token {i}: {answer.Code}");
            }

            string Sign(CallClaims claims) => CallToken.Sign(claims, portal.Key);
        }
    }
}

using System.Text;
using System.Text.Json;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Contracts.Retention;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Calls;

namespace KiPass.Silo.Tests.Attacks;

/// <summary>A hostile portal, or a thief of a portal's certificate who listens to its calls.</summary>
public sealed class PortalCallAttacks(Registers registers)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task An_honest_portal_reads_what_its_account_may_read(Store store)
    {
        var register = registers.On(store);
        var facility = await register.NewFacility();
        using var portal = new PortalUnderTest(register, CallingPortal.Owners);
        var view = await portal.Call<IFacilityGrain>("View", CallerRole.Account, new { key = FacilityKey.Of(facility) });
        Assert.Equal((200, "active"), (view.Status, view.Text("stage")));
        var done = await portal.Call<IFacilityGrain>("Suspend", CallerRole.Account, new { key = FacilityKey.Of(facility), reason = "" });
        Assert.Equal(204, done.Status);
        using var authority = new PortalUnderTest(register, CallingPortal.Authority);
        var level = await authority.Call<IPolicyGrain>(
            "LevelOn",
            CallerRole.AuthorityPortal,
            new { key = IPolicyGrain.Key, day = KoreanDay.Of(register.Now) }
        );
        Assert.Equal((200, JsonValueKind.String), (level.Status, level.Body.ValueKind));
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    public async Task The_authorization_scheme_of_a_call_is_read_in_any_case(string scheme)
    {
        var register = registers.On(Store.Sqlite);
        using var portal = new PortalUnderTest(register, CallingPortal.Owners);
        var call = PortalUnderTest.CallOf<IFacilityGrain>(CallingPortal.Owners, "View");
        var body = JsonSerializer.SerializeToUtf8Bytes(new { key = FacilityKey.Of(await register.NewFacility()) });
        var token = CallToken.Sign(portal.Claims(call, CallerRole.Account, body), portal.Key);
        Assert.Equal(200, (await portal.Send(call.Path, body, token, scheme)).Status);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres), Attack("A stranger's account names another owner's facility")]
    public async Task Nobody_learns_of_a_facility_that_is_not_theirs(Store store)
    {
        var register = registers.On(store);
        var facility = await register.NewFacility();
        using var portal = new PortalUnderTest(register, CallingPortal.Owners);
        foreach (var method in new[] { "View", "OfferPairing", "Entries", "Submit" })
        {
            var answer = await portal.Call<IFacilityGrain>(
                method,
                CallerRole.Account,
                method == "Entries"
                    ? new
                    {
                        key = FacilityKey.Of(facility),
                        from = "2020-06-01",
                        to = "2020-06-30",
                    }
                    : new { key = FacilityKey.Of(facility) },
                account: "somebody-else"
            );
            Assert.Equal((404, "not-found"), (answer.Status, answer.Code));
        }
    }

    [Fact, Attack("A caller is named in the body")]
    public async Task Nobody_acts_for_another_by_naming_a_caller_in_the_body()
    {
        var register = registers.On(Store.Sqlite);
        var key = FacilityKey.Of(await register.NewFacility());
        using var portal = new PortalUnderTest(register, CallingPortal.Owners);
        foreach (var member in new[] { "caller", "Caller", "accountId" })
        {
            var body = new Dictionary<string, object>
            {
                ["key"] = key,
                [member] = new
                {
                    accountId = "owner-1",
                    role = "account",
                    jurisdiction = new { code = "" },
                },
            };
            var answer = await portal.Call<IFacilityGrain>("View", CallerRole.Account, body, account: "somebody-else");
            Assert.Equal((400, "request-malformed"), (answer.Status, answer.Code));
        }
    }

    [Fact, Attack("A key of the owners' portal signs as an official and lowers the crisis level")]
    public async Task Nobody_ends_collection_with_the_owners_key()
    {
        var register = registers.On(Store.Sqlite);
        using var owners = new PortalUnderTest(register, CallingPortal.Owners);
        var call = PortalUnderTest.CallOf<IPolicyGrain>(CallingPortal.Authority, nameof(IPolicyGrain.ChangeLevel));
        var body = "{}"u8.ToArray();
        var claims = owners.Claims(call, CallerRole.Approver, body, "invented", "*");
        Assert.Equal("call-not-authentic", (await owners.Send(call.Path, body, CallToken.Sign(claims, owners.Key))).Code);
        // The owners' portal has no path for it either.
        var path = call.Path.Replace("authority", "owners", StringComparison.Ordinal);
        Assert.Equal("route-unknown", (await owners.Send(path, body, CallToken.Sign(claims with { Path = path }, owners.Key))).Code);
    }

    [Fact, Attack("A recorded call is sent again, with the same and with another body")]
    public async Task Nobody_repeats_or_alters_a_call_of_another()
    {
        var register = registers.On(Store.Sqlite);
        var body = JsonSerializer.SerializeToUtf8Bytes(new { key = FacilityKey.Of(await register.NewFacility()) });
        using var portal = new PortalUnderTest(register, CallingPortal.Owners);
        var call = PortalUnderTest.CallOf<IFacilityGrain>(CallingPortal.Owners, nameof(IFacilityGrain.View));
        var token = CallToken.Sign(portal.Claims(call, CallerRole.Account, body), portal.Key);
        Assert.Equal(200, (await portal.Send(call.Path, body, token)).Status);
        Assert.Equal("call-not-authentic", (await portal.Send(call.Path, body, token)).Code);
        var fresh = CallToken.Sign(portal.Claims(call, CallerRole.Account, body), portal.Key);
        body[^3] ^= 1;
        Assert.Equal("call-not-authentic", (await portal.Send(call.Path, body, fresh)).Code);
    }

    [Fact, Attack("A grain of the register's inside, or Orleans' management grain, is named as a route")]
    public async Task Nobody_reaches_a_grain_that_is_not_open_to_portals()
    {
        var register = registers.On(Store.Sqlite);
        foreach (var portalKind in Enum.GetValues<CallingPortal>())
        {
            using var portal = new PortalUnderTest(register, portalKind);
            var some = RegisterCall.All.First(call => call.Portal == portalKind);
            foreach (
                var grain in new[]
                {
                    "token/spend",
                    "visitor/visits",
                    "pairing/redeem",
                    "internal-facility/admit",
                    "used-calls/use",
                    "management/get-hosts",
                    "management/get-detailed-grain-statistics",
                    "facility/view/",
                    "../scans",
                }
            )
            {
                var path = $"/v1/{RegisterCall.NameOf(portalKind)}/{grain}";
                var claims = portal.Claims(some, some.Roles[0], "{}"u8.ToArray()) with { Path = path };
                var answer = await portal.Send(path, "{}"u8.ToArray(), CallToken.Sign(claims, portal.Key));
                Assert.True(answer.Code is "route-unknown" or "call-not-authentic", $"{path}: {answer.Code}");
            }
        }
    }

    [Fact, Attack("Portal routes on the public port, and public routes on the portals' port")]
    public async Task Nobody_reaches_a_portal_route_from_the_internet()
    {
        var register = registers.On(Store.Sqlite);
        using var stranger = register.Client();
        foreach (var call in RegisterCall.All)
        {
            Assert.Equal("route-unknown", (await stranger.SendRaw(call.Path, "{}"u8.ToArray())).Code);
        }
        using var portal = new PortalUnderTest(register, CallingPortal.Owners);
        foreach (var path in new[] { "/v1/scans", "/v1/devices/pair", "/v1/visits/manual" })
        {
            Assert.Equal("route-unknown", (await portal.Send(path, "{}"u8.ToArray(), null)).Code);
        }
    }

    [Theory]
    [InlineData("c:")]
    [InlineData("f:0")]
    [InlineData("f:ABCDEF0123456789ABCDEF0123456789")]
    [InlineData("f:{0} ")]
    [InlineData("v:1:2020-06-01:abc")]
    [InlineData("")]
    [Attack("A grain key of another form")]
    public async Task Nobody_reaches_a_grain_by_a_key_of_another_form(string key)
    {
        var register = registers.On(Store.Sqlite);
        key = string.Format(key, (await register.NewFacility()).ToString("N"));
        using var portal = new PortalUnderTest(register, CallingPortal.Owners);
        var answer = await portal.Call<IFacilityGrain>("View", CallerRole.Account, new { key });
        Assert.Equal((400, "request-malformed", "key"), (answer.Status, answer.Code, answer.Text("member")));
    }

    [Fact, Attack("Bodies that are huge, cut, deep, or not JSON")]
    public async Task No_body_makes_the_register_fail()
    {
        var register = registers.On(Store.Sqlite);
        using var portal = new PortalUnderTest(register, CallingPortal.Authority);
        foreach (var call in RegisterCall.All.Where(call => call.Portal == CallingPortal.Authority))
        {
            byte[][] bodies =
            [
                [],
                "null"u8.ToArray(),
                "[]"u8.ToArray(),
                "{"u8.ToArray(),
                [0xFF, 0xFE, 0x00],
                Encoding.UTF8.GetBytes(new string('[', 5000)),
                """{"key":null}"""u8.ToArray(),
                """{"key":"policy","key":"policy"}"""u8.ToArray(),
            ];
            foreach (var body in bodies)
            {
                var answer = await portal.Send(call.Path, body, CallToken.Sign(portal.Claims(call, call.Roles[0], body), portal.Key));
                Assert.True(answer.Code == "request-malformed", $"{call.Path}: {answer.Code}");
            }
        }
        var status = PortalUnderTest.CallOf<IDestructionGrain>(CallingPortal.Authority, nameof(IDestructionGrain.Status));
        var large = new byte[status.MaxBodyBytes + 1];
        var token = CallToken.Sign(portal.Claims(status, CallerRole.Official, large), portal.Key);
        Assert.Equal("request-too-large", (await portal.Send(status.Path, large, token)).Code);
    }

    [Fact, Attack("Arguments that are null, of the wrong type or out of range")]
    public async Task No_argument_makes_the_register_fail()
    {
        var register = registers.On(Store.Sqlite);
        foreach (var call in RegisterCall.All)
        {
            using var portal = new PortalUnderTest(register, call.Portal);
            foreach (var value in new object?[] { null, "x", -1, 1e300, true, Array.Empty<int>(), new { a = 1 } })
            {
                var body = JsonSerializer.SerializeToUtf8Bytes(
                    call.Arguments.ToDictionary(argument => argument.Name!, _ => value)
                        .Append(new("key", KeyOf(call)))
                        .ToDictionary(member => member.Key, member => member.Value)
                );
                var claims = portal.Claims(call, call.Roles[0], body, "owner-1", "11110");
                var answer = await portal.Send(call.Path, body, CallToken.Sign(claims, portal.Key));
                Assert.True(answer.Status < 500, $"{call.Path} with {value ?? "null"}: {answer.Status} {answer.Code}");
            }
        }
    }

    [Fact, Attack("The owners' portal is not pinned any more")]
    public async Task Nobody_calls_with_a_key_that_was_unpinned()
    {
        await using var register = await RegisterUnderTest.Start(Store.Sqlite);
        var key = FacilityKey.Of(await register.NewFacility());
        using var portal = new PortalUnderTest(register, CallingPortal.Owners);
        Assert.Equal(200, (await portal.Call<IFacilityGrain>("View", CallerRole.Account, new { key })).Status);
        File.Delete(Path.Combine(register.Folder.Path, "trust", "owners.json"));
        register.Get<KiPass.Silo.Trust.PinnedPeers>().Refresh();
        Assert.Equal(401, (await portal.Call<IFacilityGrain>("View", CallerRole.Account, new { key })).Status);
    }

    private static string KeyOf(RegisterCall call) =>
        call.Method.DeclaringType!.GetField("Key")?.GetRawConstantValue() as string
        ?? new[] { "f:", "c:", "l:", "o:" }.Select(prefix => $"{prefix}{Guid.NewGuid():N}").Single(call.IsKey);
}

using System.Text.Json;
using KiPass.Contracts.Access;
using KiPass.Contracts.Traces;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.KeyStatements;
using KiPass.Tokens.Orders;

namespace KiPass.Silo.Tests.Attacks;

/// <summary>The authority's signing key changes, and somebody signs with a key that is not, or no longer, the authority's.</summary>
public sealed class SigningKeyRotationTests
{
    [Fact]
    [Attack("An order signed by a key outside the authority's chain, or by its old key after a rotation")]
    public async Task Nobody_orders_a_trace_with_another_key_than_the_one_that_follows_from_the_chain()
    {
        await using var register = await RegisterUnderTest.Start(Store.Sqlite);
        var device = await register.NewDevice();
        var authority = register.Authority;
        var old = authority.SigningKey();
        var first = Served(await device.Client.Get("/v1/facility"), out _);
        Assert.Equal(TraceStart.Begun, await Order(old, old));

        KeyAnnouncement.RotateSigningKey(authority, KoreanDay.Of(register.Now));
        var fresh = authority.SigningKey();
        Assert.Null(await Order(fresh, fresh));

        var keys = KeyAnnouncement.PublicKeys(authority);
        Assert.True(KeyChain.Leads(register.Folder.Authority().SigningKey, keys));
        register.Folder.Pin(keys);
        await Eventually.True(
            async () => await Order(fresh, fresh) == TraceStart.Begun,
            "the new key is in force",
            TimeSpan.FromSeconds(5)
        );

        // The register serves the chain to scanners: it leads from the key of the pairing to the new one.
        var served = Served(await device.Client.Get("/v1/facility"), out var encryption);
        Assert.Empty(first);
        Assert.Equal(fresh.Public(), KeyChain.Follow(old.Public(), served)!.SigningKey);
        Assert.Equal(encryption, KeyChain.Follow(old.Public(), served)!.EncryptionKey);

        var foreign = EcJwk.Create();
        Assert.Null(await Order(old, old));
        Assert.Null(await Order(foreign, foreign));
        Assert.Equal(TraceStart.NotAuthentic, await Order(fresh, old));
        Assert.Equal(TraceStart.NotAuthentic, await Order(fresh, foreign));

        // Null if the call itself was refused.
        async Task<TraceStart?> Order(EcJwk caller, EcJwk signer)
        {
            using var portal = new PortalUnderTest(register, CallingPortal.Authority) { Key = new FileSigningKey(caller) };
            var order = NewOrder(register, device.FacilityId);
            var answer = await portal.Call<ITraceGrain>(
                "Start",
                CallerRole.AuthorityPortal,
                new { key = ITraceGrain.KeyOf(order.Id), order = order.Sign(new FileSigningKey(signer)) }
            );
            return answer.Status == 200 ? answer.Body.Deserialize<TraceStart>(RegisterCallJson.Options) : null;
        }
    }

    private static TraceOrder NewOrder(RegisterUnderTest register, Guid facility)
    {
        var (now, today) = (register.Now, KoreanDay.Of(register.Now));
        return new TraceOrder(
            Guid.NewGuid(),
            now,
            now.AddDays(1),
            "2020-0612-031",
            "감염병예방법 제76조의2제1항",
            "staff-1",
            "staff-2",
            today - 1,
            today,
            1000,
            0,
            new Dictionary<ushort, string>(),
            new RegisterPart(TraceKind.FacilityWindow, new Dictionary<string, int>(), 15, facility, now.AddHours(-1), now).Seal(
                register.Folder.EncryptionKey().Public()
            )
        );
    }

    private static List<string> Served(ApiAnswer answer, out EcJwk? encryption)
    {
        encryption = answer.Body.GetProperty("authorityKey").Deserialize<EcJwk>();
        return [.. answer.Body.GetProperty("keyStatements").EnumerateArray().Select(statement => statement.GetString()!)];
    }
}

using System.Text.Json.Nodes;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities;
using KiPass.Silo.Tests.Hosting;
using KiPass.Testing;
using KiPass.Tokens.Keys;

namespace KiPass.Silo.Tests.Attacks;

public sealed class DeviceKeyTests(Registers registers)
{
    [Fact]
    public async Task A_device_is_paired_with_its_public_key_or_without_one()
    {
        var register = registers.On(Store.Sqlite);
        var facility = await register.NewFacility();
        var key = EcJwk.Create().Public();
        var device = await Pair(
            register,
            facility,
            new JsonObject
            {
                ["kty"] = "EC",
                ["crv"] = "P-256",
                ["x"] = key.X,
                ["y"] = key.Y,
            }
        );
        Assert.Equal(201, device.Status);
        var without = await Pair(register, facility, null);
        Assert.Equal(201, without.Status);

        var snapshot = (await register.Grains.GetGrain<IFacilityTrace>(FacilityKey.Of(facility)).Snapshot())!;
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(key), snapshot.DeviceKeys![Guid.Parse(device.Text("deviceId"))]);
        Assert.False(snapshot.DeviceKeys.ContainsKey(Guid.Parse(without.Text("deviceId"))));
    }

    [Theory]
    [InlineData("off the curve")]
    [InlineData("another curve")]
    [InlineData("a private key")]
    [InlineData("a member too many")]
    [InlineData("a member missing")]
    [InlineData("a short coordinate")]
    [InlineData("text")]
    [Attack("A device registers a key that is none, or a private one")]
    public async Task Nobody_registers_a_device_key_that_is_no_public_P256_key(string kind)
    {
        var register = registers.On(Store.Sqlite);
        var facility = await register.NewFacility();
        var secret = EcJwk.Create();
        var key = new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = secret.X,
            ["y"] = secret.Y,
        };
        JsonNode bad = kind == "text" ? JsonValue.Create("key") : key;
        switch (kind)
        {
            case "off the curve":
                key["y"] = secret.X;
                break;
            case "another curve":
                key["crv"] = "P-384";
                break;
            case "a private key":
                key["d"] = secret.D;
                break;
            case "a member too many":
                key["kid"] = "x";
                break;
            case "a member missing":
                key.Remove("y");
                break;
            case "a short coordinate":
                key["x"] = "AAAA";
                break;
        }
        var code = await register.NewCode(facility);

        var refused = await register
            .Client()
            .Send(
                "/v1/devices/pair",
                new JsonObject
                {
                    ["pairingCode"] = code,
                    ["name"] = "정문",
                    ["signingKey"] = bad,
                }
            );

        Assert.Equal((400, "request-malformed"), (refused.Status, refused.Code));
        // The code is not used up by a refused request.
        Assert.Equal(201, (await register.Client().Send("/v1/devices/pair", new { pairingCode = code, name = "정문" })).Status);
    }

    private static async Task<ApiAnswer> Pair(RegisterUnderTest register, Guid facility, JsonNode? key)
    {
        var body = new JsonObject { ["pairingCode"] = await register.NewCode(facility), ["name"] = "정문" };
        if (key is not null)
        {
            body["signingKey"] = key;
        }
        return await register.Client().Send("/v1/devices/pair", body);
    }
}

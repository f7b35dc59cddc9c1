using KiPass.Silo.Tests.Hosting;
using KiPass.Testing;

namespace KiPass.Silo.Tests.Devices;

public sealed class DeviceTests(Registers registers)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_pairing_code_works_for_one_device_only(Store store)
    {
        var register = registers.On(store);
        var facility = await register.NewFacility();
        var code = await register.NewCode(facility);
        using var client = register.Client();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => client.Send("/v1/devices/pair", new { pairingCode = code, name = $"기기 {i}" }))
        );
        var paired = Assert.Single(answers, answer => answer.Status == 201);
        Assert.Equal(facility, paired.Body.GetProperty("facility").GetProperty("id").GetGuid());
        Assert.All(
            answers.Where(answer => answer != paired),
            answer => Assert.Equal((404, "pairing-code-unknown"), (answer.Status, answer.Code))
        );
    }

    [Theory]
    [InlineData("""{"pairingCode":"7K2MX-Q4T9B"}""", "name")]
    [InlineData("""{"pairingCode":"7K2MX-Q4T9B","name":" "}""", "name")]
    [InlineData("""{"pairingCode":"7K2MX-Q4T9B","name":"a\nb"}""", "name")]
    [InlineData("""{"pairingCode":7,"name":"a"}""", "pairingCode")]
    [InlineData("""{"name":"a"}""", "pairingCode")]
    public async Task A_malformed_pairing_request_is_rejected(string body, string member)
    {
        using var client = registers.On(Store.Sqlite).Client();
        var answer = await client.SendRaw("/v1/devices/pair", body);
        Assert.Equal((400, member), (answer.Status, answer.Text("member")));
    }

    [Fact]
    public async Task Limits_wrong_pairing_codes_by_address_in_any_spelling_of_the_path()
    {
        var register = registers.On(Store.Sqlite);
        using var guesser = register.Client();
        string[] paths = ["/v1/devices/pair", "/V1/DEVICES/PAIR", "/v1/Devices/pair/"];
        var guesses = new List<ApiAnswer>();
        for (var i = 0; i < 30; i++)
        {
            guesses.Add(await guesser.Send(paths[i % 3], new { pairingCode = $"AAAAA-{i:00000}", name = "x" }));
        }
        Assert.InRange(guesses.Count(guess => guess.Status == 404), 1, 12);
        var limited = guesses.Last();
        Assert.Equal((429, "too-many-requests"), (limited.Status, limited.Code));
        Assert.InRange(limited.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("ok", (await (await register.NewDevice()).Scan(register.Issuer.PassAt(register.Now))).Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer kd_x")]
    [InlineData("Basic a2Q6a2Q=")]
    [InlineData("Bearer kd_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Bearer kd_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    public async Task Rejects_an_unknown_device(string? authorization)
    {
        var register = registers.On(Store.Sqlite);
        using var client = register.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        var device = new DeviceUnderTest(register, client, default, default);
        var answer = await device.Scan(register.Issuer.PassAt(register.Now));
        Assert.Equal((401, "device-unknown"), (answer.Status, answer.Code));
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal(401, (await client.Get("/v1/facility")).Status);
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    public async Task The_authorization_scheme_is_read_in_any_case(string scheme)
    {
        var register = registers.On(Store.Sqlite);
        var device = await register.NewDevice();
        var token = device.Client.DefaultRequestHeaders.Authorization!.Parameter;
        device.Client.DefaultRequestHeaders.Remove("Authorization");
        device.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"{scheme} {token}");
        Assert.Equal("ok", (await device.Scan(register.Issuer.PassAt(register.Now))).Code);
    }

    [Fact]
    public async Task A_token_with_any_character_changed_is_unknown()
    {
        var register = registers.On(Store.Sqlite);
        var device = await register.NewDevice();
        var token = device.Client.DefaultRequestHeaders.Authorization!.Parameter!;
        using var client = register.Client();
        for (var i = 3; i < token.Length; i += 7)
        {
            var wrong = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            client.DefaultRequestHeaders.Authorization = new("Bearer", wrong);
            Assert.Equal(401, (await client.Get("/v1/facility")).Status);
        }
        Assert.Equal(200, (await device.Client.Get("/v1/facility")).Status);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_revoked_device_and_a_closed_facility_are_refused_within_5_seconds(Store store)
    {
        var register = registers.On(store);
        var revoked = await register.NewDevice();
        var closed = await register.NewDevice();
        Assert.Equal("ok", (await revoked.Scan(register.Issuer.PassAt(register.Now))).Code);
        Assert.Equal("ok", (await closed.Scan(register.Issuer.PassAt(register.Now))).Code);
        await register.Revoke(revoked);
        await register.Close(closed.FacilityId);
        var patience = TimeSpan.FromSeconds(5);
        await Eventually.True(
            async () => (await revoked.Client.Get("/v1/facility")).Code == "device-revoked",
            "the device is revoked",
            patience
        );
        await Eventually.True(
            async () => (await closed.Client.Get("/v1/facility")).Code == "facility-inactive",
            "the facility is closed",
            patience
        );
        var scan = await revoked.Scan(register.Issuer.PassAt(register.Now));
        Assert.Equal((403, "device-revoked"), (scan.Status, scan.Code));
        Assert.Equal("facility-inactive", (await closed.Scan(register.Issuer.PassAt(register.Now))).Code);
    }

    [Fact]
    public async Task A_device_may_burst_500_scans_across_all_spellings_of_the_path()
    {
        var register = registers.On(Store.Sqlite);
        var device = await register.NewDevice();
        var scans = Enumerable
            .Range(0, 499)
            .Select(_ => new
            {
                scanId = Guid.NewGuid(),
                pass = "x",
                scannedAt = register.Now,
            });
        Assert.Equal(200, (await device.Client.Send("/v1/scans/batch", new { scans })).Status);
        var more = await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(i =>
                    device.Client.Send(
                        i % 2 == 0 ? "/v1/scans" : "/V1/Scans",
                        new
                        {
                            scanId = Guid.NewGuid(),
                            pass = "x",
                            scannedAt = register.Now,
                        }
                    )
                )
        );
        var limited = more.Where(answer => answer.Status == 429).ToList();
        Assert.NotEmpty(limited);
        Assert.All(limited, answer => Assert.NotNull(answer.Headers.RetryAfter));
        var neighbour = await register.NewDevice(device.FacilityId);
        Assert.Equal("ok", (await neighbour.Scan(register.Issuer.PassAt(register.Now))).Code);
    }

    [Fact]
    public async Task Limits_an_address_that_guesses_tokens_but_not_its_paired_devices()
    {
        var register = registers.On(Store.Sqlite);
        var device = await register.NewDevice();
        Assert.Equal(200, (await device.Client.Get("/v1/facility")).Status);
        using var guesser = new HttpClient { BaseAddress = register.Url };
        guesser.DefaultRequestHeaders.Add("X-Forwarded-For", device.Client.DefaultRequestHeaders.GetValues("X-Forwarded-For"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => guesser.Get("/v1/facility")));
        Assert.Contains(answers, answer => answer.Status == 401);
        Assert.Contains(answers, answer => answer.Status == 429);
        Assert.Equal(200, (await device.Client.Get("/v1/facility")).Status);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KiPass.Issuer.Verifications;
using KiPass.Testing;

namespace KiPass.Issuer.Tests.Attacks;

public sealed class CodeAttackTests
{
    private const string Phone = "010-2345-6789";

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    [Attack("A stranger floods a phone with codes from many addresses")]
    public async Task Nobody_sends_a_phone_more_codes_than_its_hour_and_its_day_allow(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var sent = 0;
        for (var hour = 0; hour < 24; hour++)
        {
            var inHour = 0;
            for (var address = 1; address <= 8; address++)
            {
                inHour += (await issuer.Ask(Phone, $"198.51.{hour}.{address}")).StatusCode == HttpStatusCode.Created ? 1 : 0;
            }
            Assert.InRange(inHour, 0, 5);
            sent += inHour;
            issuer.Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        }
        Assert.InRange(sent, 5, 15);
    }

    [Fact]
    [Attack("A stranger uses up all codes of another person's phone")]
    public async Task Nobody_uses_up_the_codes_of_another_from_one_address()
    {
        await using var issuer = await IssuerHost.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            await issuer.Ask(Phone, "198.51.100.1");
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, (await issuer.Ask(Phone, "198.51.100.1")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await issuer.Ask(Phone, "203.0.113.9")).StatusCode);
    }

    [Fact]
    [Attack("Strangers with many addresses use up all codes of another person's phone")]
    public async Task Nobody_keeps_a_visitor_with_a_session_from_a_new_code()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify(Phone);
        for (var i = 0; i < 20; i++)
        {
            await issuer.Ask(Phone, $"198.51.100.{i + 1}");
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, (await issuer.Ask(Phone, "203.0.113.9")).StatusCode);
        using var own = await issuer.Send(HttpMethod.Post, "/v1/verifications", token, new { phone = Phone });
        Assert.Equal(HttpStatusCode.Created, own.StatusCode);
        using var others = await issuer.Send(HttpMethod.Post, "/v1/verifications", token, new { phone = "010-9999-0000" });
        Assert.Equal(HttpStatusCode.Created, others.StatusCode);
    }

    [Fact]
    [Attack("A session holder uses the session to send codes to other phones without a limit")]
    public async Task Nobody_spends_the_budget_of_a_session_on_another_phone()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify(Phone);
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var answer = await issuer.Send(HttpMethod.Post, "/v1/verifications", token, new { phone = "010-9999-0000" });
            codes.Add(answer.StatusCode);
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, codes[^1]);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    [Attack("An attacker guesses codes of a phone without end")]
    public async Task Nobody_guesses_on_with_new_codes_without_growing_pauses(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var pauses = new List<TimeSpan>();
        for (var round = 0; round < 3; round++)
        {
            using var sent = await issuer.Ask(Phone, $"198.51.100.{round}");
            Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
            await GuessWrong(issuer, (await sent.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("verificationId").GetString()!);
            using var refused = await issuer.Ask(Phone, $"203.0.113.{round}");
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            pauses.Add(refused.Headers.RetryAfter!.Delta!.Value);
            issuer.Time.Advance(pauses[^1]);
        }
        Assert.Equal([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(4)], pauses);
    }

    [Fact]
    [Attack("A stranger guesses wrongly on purpose to lock the owner of a phone out")]
    public void Nobody_locks_the_owner_of_a_phone_out_for_longer_than_an_hour() =>
        Assert.All(
            Enumerable.Range(1, 100),
            failures => Assert.InRange(CodePauses.After(failures), CodePauses.First, TimeSpan.FromHours(1))
        );

    [Fact]
    [Attack("A caller uses another IPv6 address of its network for each code")]
    public async Task Nobody_evades_the_limit_of_an_address_within_one_IPv6_network()
    {
        await using var issuer = await IssuerHost.StartAsync(Store.Sqlite, "--Issuer:Limits:CodesPerAddressAndMinute=10");
        var sent = 0;
        for (var i = 0; i < 150; i++)
        {
            using var answer = await issuer.Ask($"010-3000-{i:D4}", $"2001:db8:0:1::{i:x}");
            sent += answer.StatusCode == HttpStatusCode.Created ? 1 : 0;
        }
        Assert.Equal(10, sent);
    }

    [Fact]
    [Attack("A caller spreads codes over the minutes of an hour and a day")]
    public async Task Nobody_sends_more_codes_than_an_address_has_for_an_hour_and_a_day()
    {
        await using var issuer = await IssuerHost.StartAsync(
            Store.Sqlite,
            "--Issuer:Limits:CodesPerAddressAndHour=3",
            "--Issuer:Limits:CodesPerAddressAndDay=5"
        );
        var sent = new List<int>();
        for (var hour = 0; hour < 3; hour++)
        {
            sent.Add(0);
            for (var i = 0; i < 5; i++)
            {
                using var answer = await issuer.Ask($"010-300{hour}-000{i}", "198.51.100.1");
                sent[hour] += answer.StatusCode == HttpStatusCode.Created ? 1 : 0;
                issuer.Time.Advance(TimeSpan.FromMinutes(12));
            }
        }
        Assert.Equal([3, 2, 0], sent);
    }

    [Theory]
    [InlineData("+8816 1234 5678")]
    [InlineData("+870 773 123 456")]
    [InlineData("+88213 12345678")]
    [InlineData("+883 5100 1234 5678")]
    [InlineData("+888 123 456 789 01")]
    [InlineData("+979 123 456 789")]
    [InlineData("060-700-1234")]
    [InlineData("+82 60 700 1234")]
    [Attack("An attacker has codes sent to satellite or premium numbers and shares the fee")]
    public async Task Nobody_makes_the_issuer_send_messages_to_an_expensive_number(string phone)
    {
        await using var issuer = await IssuerHost.StartAsync();
        Assert.Equal("phone-unusable", await issuer.Refusal(HttpMethod.Post, "/v1/verifications", null, new { phone }, 422));
    }

    [Fact]
    public async Task Only_allowed_countries_receive_codes()
    {
        await using var issuer = await IssuerHost.StartAsync(Store.Sqlite, "--Issuer:PhoneCountries=82");
        await issuer.AskForCode(Phone);
        Assert.Equal(
            "phone-unusable",
            await issuer.Refusal(HttpMethod.Post, "/v1/verifications", null, new { phone = "+81 90 1234 5678" }, 422)
        );
    }

    [Fact]
    [Attack("A stranger asks whether a phone belongs to a visitor")]
    public async Task Nobody_learns_whether_a_phone_belongs_to_a_visitor()
    {
        await using var issuer = await IssuerHost.StartAsync();
        await issuer.Verify(Phone);
        using var known = await issuer.Ask(Phone, "198.51.100.1");
        using var unknown = await issuer.Ask("010-9999-0000", "198.51.100.1");
        Assert.Equal(await Shape(unknown), await Shape(known));

        static async Task<string> Shape(HttpResponseMessage answer) =>
            $"{answer.StatusCode} {string.Join(',', (await answer.Content.ReadFromJsonAsync<JsonElement>()).EnumerateObject().Select(p => p.Name))}";
    }

    private static async Task GuessWrong(IssuerHost issuer, string id)
    {
        var inbox = await issuer.Http.GetFromJsonAsync<JsonElement>("/simulated-inbox");
        var right = inbox
            .GetProperty("messages")
            .EnumerateArray()
            .Single(m => m.GetProperty("verificationId").GetString() == id)
            .GetProperty("code")
            .GetString();
        for (var i = 0; i < VerificationStore.MaxGuesses; i++)
        {
            using var answer = await issuer.Confirm(id, right == "000000" ? "000001" : "000000");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        }
    }
}

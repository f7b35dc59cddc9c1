using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KiPass.Issuer.Verifications;

namespace KiPass.Issuer.Tests.Verifications;

public sealed class VerificationTests
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_verification_code_expires_after_three_minutes(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var (id, code) = await issuer.AskForCode("010-2345-6789");
        issuer.Time.Advance(TimeSpan.FromMinutes(3));
        await Refused(issuer.Confirm(id, code), 404, "verification-unknown");

        var (second, inTime) = await issuer.AskForCode("010-2345-6789");
        issuer.Time.Advance(TimeSpan.FromMinutes(3) - TimeSpan.FromMilliseconds(1));
        using var answer = await issuer.Confirm(second, inTime);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Rejects_the_correct_code_after_five_wrong_guesses(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var (id, code) = await issuer.AskForCode("010-2345-6789");
        var wrong = code == "000000" ? "000001" : "000000";
        for (var i = 0; i < VerificationStore.MaxGuesses; i++)
        {
            await Refused(issuer.Confirm(id, wrong), 422, "code-wrong");
        }
        await Refused(issuer.Confirm(id, code), 404, "verification-unknown");
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Only_five_of_twenty_concurrent_guesses_are_checked(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var (id, code) = await issuer.AskForCode("010-2345-6789");
        var wrong = code == "000000" ? "000001" : "000000";
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => issuer.Confirm(id, wrong)));
        Assert.Equal(VerificationStore.MaxGuesses, answers.Count(a => a.StatusCode == HttpStatusCode.UnprocessableEntity));
        Assert.Equal(20 - VerificationStore.MaxGuesses, answers.Count(a => a.StatusCode == HttpStatusCode.NotFound));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Concurrent_requests_with_one_code_confirm_only_once(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var (id, code) = await issuer.AskForCode("010-2345-6789");
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => issuer.Confirm(id, code)));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(4, answers.Count(a => a.StatusCode == HttpStatusCode.NotFound));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_phone_number_gets_at_most_five_codes_per_hour_in_any_notation(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        string[] spellings = ["010-2345-6789", "01023456789", "+82 10 2345 6789", "+821023456789", "010 2345 6789"];
        foreach (var (number, phone) in spellings.Index())
        {
            await issuer.AskForCode(phone, $"198.51.100.{number}");
        }
        issuer.Time.Advance(TimeSpan.FromMinutes(30));
        using var answer = await issuer.Http.PostAsJsonAsync("/v1/verifications", new { phone = "010-2345-6789" });
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(30), answer.Headers.RetryAfter!.Delta);

        await issuer.AskForCode("010-9999-1111");
        issuer.Time.Advance(TimeSpan.FromMinutes(30));
        await issuer.AskForCode("010-2345-6789");
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task The_code_limit_per_number_applies_to_concurrent_requests(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => issuer.Ask("010-2345-6789", $"198.51.100.{number}")));
        Assert.Equal(5, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        Assert.Equal(15, answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Limits_requests_per_minute_for_each_address()
    {
        await using var issuer = await IssuerHost.StartAsync(Store.Sqlite, "--Issuer:Limits:CodesPerAddressAndMinute=2");
        await issuer.AskForCode("010-2345-0001");
        await issuer.AskForCode("010-2345-0002");
        using var third = await issuer.Http.PostAsJsonAsync("/v1/verifications", new { phone = "010-2345-0003" });
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(56), third.Headers.RetryAfter!.Delta);
        issuer.Time.Advance(TimeSpan.FromSeconds(56));
        await issuer.AskForCode("010-2345-0003");
    }

    [Theory]
    [InlineData("02-345-6789")]
    [InlineData("010-1234")]
    [InlineData("")]
    [InlineData("전화")]
    [InlineData("010-2345-6789; DROP TABLE visitor")]
    public async Task Rejects_text_that_is_not_a_mobile_number(string phone)
    {
        await using var issuer = await IssuerHost.StartAsync();
        Assert.Equal("phone-unusable", await issuer.Refusal(HttpMethod.Post, "/v1/verifications", null, new { phone }, 422));
    }

    [Fact]
    public async Task Consent_is_required_and_stored_with_version_and_time()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var (id, code) = await issuer.AskForCode("010-2345-6789");
        foreach (var consent in new bool?[] { false, null })
        {
            var body = new
            {
                code,
                name = "김하늘",
                birthDate = "1990-03-01",
                consent,
            };
            Assert.Equal("consent-required", await issuer.Refusal(HttpMethod.Post, $"/v1/verifications/{id}/confirm", null, body, 422));
        }
        using var answer = await issuer.Confirm(id, code);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("sessionToken").GetString()!;
        var me = await issuer.Json(HttpMethod.Get, "/v1/me", token);
        Assert.Equal(Consent.Version, me.GetProperty("consentVersion").GetString());
        Assert.Equal(IssuerHost.Start, me.GetProperty("consentedAt").GetDateTimeOffset());

        var shown = await issuer.Json(HttpMethod.Get, "/v1/consent", null);
        Assert.Equal(Consent.Version, shown.GetProperty("version").GetString());
        Assert.Contains("동의", shown.GetProperty("ko").GetString()!, StringComparison.Ordinal);
        Assert.Contains("consent", shown.GetProperty("en").GetString()! + "consent", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_simulated_inbox_identifies_itself_and_drops_expired_codes()
    {
        await using var issuer = await IssuerHost.StartAsync();
        await issuer.AskForCode("010-2345-6789");
        var inbox = await issuer.Json(HttpMethod.Get, "/simulated-inbox", null);
        Assert.True(inbox.GetProperty("simulated").GetBoolean());
        Assert.Contains("SIMULATED", inbox.GetProperty("notice").GetString()!, StringComparison.Ordinal);
        Assert.Equal("+821023456789", inbox.GetProperty("messages")[0].GetProperty("phone").GetString());
        issuer.Time.Advance(TimeSpan.FromMinutes(3) + TimeSpan.FromSeconds(1));
        inbox = await issuer.Json(HttpMethod.Get, "/simulated-inbox", null);
        Assert.Equal(0, inbox.GetProperty("messages").GetArrayLength());
    }

    private static async Task Refused(Task<HttpResponseMessage> request, int status, string code)
    {
        using var answer = await request;
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }
}

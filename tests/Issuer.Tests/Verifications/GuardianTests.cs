using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Visitors;

namespace KiPass.Issuer.Tests.Verifications;

public sealed class GuardianTests
{
    // 14 on 2020-06-13: a child until that midnight in Korea.
    private const string ChildBorn = "2006-06-13";

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_child_requires_a_guardian_with_a_verified_phone_number(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var (child, code) = await issuer.AskForCode("010-3333-4444");
        Assert.Equal("guardian-required", await Refusal(issuer.Confirm(child, code, birthDate: ChildBorn)));

        var (guardian, guardianCode) = await issuer.AskForCode("010-5555-6666");
        Assert.Equal("guardian-required", await Refusal(issuer.Confirm(child, code, birthDate: ChildBorn, guardian: guardian)));

        var confirmed = await issuer.Json(HttpMethod.Post, $"/v1/verifications/{guardian}/confirm", null, new { code = guardianCode });
        Assert.Equal(guardian, confirmed.GetProperty("verificationId").GetString());
        Assert.False(confirmed.TryGetProperty("sessionToken", out _));
        using var answer = await issuer.Confirm(child, code, "이별", ChildBorn, guardian);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        var visitor = await issuer.Get<VisitorStore>().FindByPhone(PhoneNumber.Read("010-3333-4444")!.Value, CancellationToken.None);
        Assert.Equal("+821055556666", visitor!.GuardianPhone!.Value.Value);
    }

    [Fact]
    public async Task No_guardian_is_required_from_the_fourteenth_birthday_in_Korea()
    {
        await using var issuer = await IssuerHost.StartAsync();
        issuer.Time.SetUtcNow(new DateTimeOffset(2020, 6, 12, 14, 59, 59, TimeSpan.Zero));
        var (id, code) = await issuer.AskForCode("010-3333-4444");
        Assert.Equal("guardian-required", await Refusal(issuer.Confirm(id, code, birthDate: ChildBorn)));
        issuer.Time.Advance(TimeSpan.FromSeconds(1));
        using var answer = await issuer.Confirm(id, code, birthDate: ChildBorn);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Rejects_the_childs_own_number_and_stale_unknown_or_minor_guardians()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var own = await Confirmed(issuer, "010-3333-4444", "1985-01-01");
        var young = await Confirmed(issuer, "010-7777-0001", "2002-01-01");
        var adult = await Confirmed(issuer, "010-7777-0002", "1985-01-01");
        issuer.Time.Advance(TimeSpan.FromMinutes(29));
        var (child, code) = await issuer.AskForCode("010-3333-4444");
        foreach (var guardian in new[] { own, young, Guid.NewGuid().ToString(), child })
        {
            Assert.Equal("guardian-required", await Refusal(issuer.Confirm(child, code, birthDate: ChildBorn, guardian: guardian)));
        }
        issuer.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("guardian-required", await Refusal(issuer.Confirm(child, code, birthDate: ChildBorn, guardian: adult)));

        var (again, fresh) = await issuer.AskForCode("010-7777-0003");
        await issuer.Json(HttpMethod.Post, $"/v1/verifications/{again}/confirm", null, new { code = fresh });
        using var answer = await issuer.Confirm(child, code, birthDate: ChildBorn, guardian: again);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_code_used_to_confirm_a_guardian_does_not_create_a_session()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var (id, code) = await issuer.AskForCode("010-5555-6666");
        await issuer.Json(HttpMethod.Post, $"/v1/verifications/{id}/confirm", null, new { code });
        Assert.Equal("verification-unknown", await Refusal(issuer.Confirm(id, code)));
    }

    private static async Task<string> Confirmed(IssuerHost issuer, string phone, string birthDate)
    {
        var (id, code) = await issuer.AskForCode(phone);
        using var answer = await issuer.Confirm(id, code, birthDate: birthDate);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return id;
    }

    private static async Task<string> Refusal(Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()!;
    }
}

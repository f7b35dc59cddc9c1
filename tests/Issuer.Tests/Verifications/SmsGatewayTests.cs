using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KiPass.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KiPass.Issuer.Tests.Verifications;

public sealed class SmsGatewayTests
{
    [Fact]
    public async Task A_configured_gateway_replaces_the_simulated_inbox()
    {
        var received = new TaskCompletionSource<JsonElement>();
        await using var gateway = await Gateway(message =>
        {
            received.SetResult(message);
            return StatusCodes.Status202Accepted;
        });
        await using var issuer = await IssuerHost.StartAsync(Store.Sqlite, $"--Issuer:Sms:Url={gateway.Urls.First()}/send");
        using var asked = await issuer.Http.PostAsJsonAsync("/v1/verifications", new { phone = "010-2345-6789" });
        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);

        var message = await received.Task;
        Assert.Equal("+821023456789", message.GetProperty("to").GetString());
        var code = System.Text.RegularExpressions.Regex.Match(message.GetProperty("text").GetString()!, "[0-9]{6}").Value;
        var id = (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("verificationId").GetString()!;
        using var confirmed = await issuer.Confirm(id, code);
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        Assert.Equal("route-unknown", await issuer.Refusal(HttpMethod.Get, "/simulated-inbox", null, null, 404));
    }

    [Fact]
    public async Task Reports_a_gateway_that_rejects_the_message_or_is_unreachable()
    {
        await using var gateway = await Gateway(_ => StatusCodes.Status400BadRequest);
        await using var refused = await IssuerHost.StartAsync(Store.Sqlite, $"--Issuer:Sms:Url={gateway.Urls.First()}/send");
        Assert.Equal("message-unsent", await Ask(refused));
        await using var away = await IssuerHost.StartAsync(Store.Sqlite, $"--Issuer:Sms:Url=http://127.0.0.1:{FreePorts.Next()}/send");
        Assert.Equal("message-unsent", await Ask(away));
    }

    private static Task<string> Ask(IssuerHost issuer) =>
        issuer.Refusal(HttpMethod.Post, "/v1/verifications", null, new { phone = "010-2345-6789" }, 503);

    private static async Task<WebApplication> Gateway(Func<JsonElement, int> answer)
    {
        var app = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None"]).Build();
        app.MapPost("/send", (JsonElement message) => Results.StatusCode(answer(message)));
        await app.StartAsync();
        return app;
    }
}

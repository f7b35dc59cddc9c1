using System.Net;
using KiPass.Portal.Shared.Accounts.Messages;
using Microsoft.Extensions.Logging.Abstractions;

namespace KiPass.Portal.Shared.Tests.Accounts;

public sealed class MessageGatewayTests
{
    [Fact]
    public async Task Reports_failure_only_if_the_gateway_certainly_did_not_accept_the_message()
    {
        Assert.True(await Send(() => new HttpResponseMessage(HttpStatusCode.Accepted)));
        Assert.False(await Send(() => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)));
        Assert.False(await Send(() => throw new HttpRequestException(HttpRequestError.ConnectionError)));
        Assert.True(await Send(() => throw new HttpRequestException(HttpRequestError.ResponseEnded)));
        Assert.True(await Send(() => throw new TaskCanceledException()));
    }

    private static async Task<bool> Send(Func<HttpResponseMessage> answer)
    {
        using var http = new HttpClient(new Answering(answer)) { BaseAddress = new Uri("http://gateway.example") };
        return await new MessageGateway(http, NullLogger<MessageGateway>.Instance).Send(Guid.NewGuid(), "+821012345678", "안녕하십니까");
    }

    private sealed class Answering(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer());
    }
}

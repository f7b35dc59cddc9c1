using System.Net;
using System.Net.Sockets;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Shared.Register;
using KiPass.Portal.Shared.Tests.Fixtures;
using KiPass.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KiPass.Portal.Shared.Tests.Attacks;

/// <summary>What a portal makes of a register, or of something in its place, that answers with anything.</summary>
public sealed class HostileRegisterTests
{
    private static readonly Caller Owner = Caller.Account("owner-1");

    public static TheoryData<string> Answers() => [.. Hostile.Keys];

    private static readonly Dictionary<string, RequestDelegate> Hostile = new()
    {
        ["a page of a proxy"] = context => Write(context, 200, "text/html", "<html><script>alert(1)</script></html>"),
        ["a page that claims to be JSON"] = context => Write(context, 200, "application/json", "<html></html>"),
        ["nothing"] = _ => Task.CompletedTask,
        ["no content for a call with a value"] = context => Write(context, 204, null, ""),
        ["null"] = context => Write(context, 200, "application/json", "null"),
        ["another type"] = context => Write(context, 200, "application/json", "[1,2,3]"),
        ["missing members"] = context => Write(context, 200, "application/json", """{"total":1}"""),
        ["null for a list"] = context => Write(context, 200, "application/json", """{"total":1,"facilities":null}"""),
        ["a member twice"] = context => Write(context, 200, "application/json", """{"total":1,"total":2,"facilities":[]}"""),
        ["a broken answer"] = context => Write(context, 200, "application/json", """{"total":1,"facilities":["""),
        ["an answer nested without end"] = context => Write(context, 200, "application/json", new string('[', 100_000)),
        ["an answer that breaks off"] = async context =>
        {
            (context.Response.ContentType, context.Response.ContentLength) = ("application/json", 1000);
            await context.Response.WriteAsync("{");
            context.Abort();
        },
        ["a redirect to itself"] = context =>
        {
            context.Response.Redirect(context.Request.Path, permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        },
        ["a refusal without a code"] = context => Write(context, 404, "application/problem+json", "{}"),
        ["a refusal of a proxy"] = context => Write(context, 403, "text/html", "Forbidden"),
        ["a huge refusal"] = context => Write(context, 422, "application/problem+json", $$"""{"code":"{{new string('x', 1_000_000)}}"}"""),
        ["huge headers"] = context =>
        {
            context.Response.Headers["X-Filler"] = new string('x', 30_000);
            return Task.CompletedTask;
        },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    [Attack("Something in the register's place answers a portal with anything")]
    public async Task Nobody_misleads_a_portal_with_a_forged_answer(string answer)
    {
        await using var port = await PortalPort.Start();
        port.Answers = Hostile[answer];
        using var client = PortalPort.Client([port.Address], portal: CallingPortal.Authority);
        var calls = new RegisterCalls(client);

        var found = await calls.Ask(() =>
            client
                .Grain<IDirectoryGrain>(IDirectoryGrain.Key)
                .Search(Caller.Official("official-1", Jurisdiction.Nation), new DirectoryQuery())
        );

        Assert.Equal(AnswerStatus.Unavailable, found.Status);
        Assert.Equal(1, port.Requests);
    }

    [Fact]
    [Attack("A register fills a portal's memory with an endless answer")]
    public async Task Nobody_fills_a_portals_memory_with_an_endless_answer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sending = SendUntilClosed(listener);
        using var client = PortalPort.Client([new Uri($"http://{listener.LocalEndpoint}")]);

        var answer = await new RegisterCalls(client).Ask(() => client.Grain<IFacilityGrain>("f:1").View(Owner));

        Assert.Equal(AnswerStatus.Unavailable, answer.Status);
        Assert.InRange(await sending, RegisterAnswers.MaxValueBytes, 2L * RegisterAnswers.MaxValueBytes);
    }

    // A plain socket, because Kestrel accepts writes after the client has gone.
    private static async Task<long> SendUntilClosed(TcpListener listener)
    {
        using var socket = await listener.AcceptSocketAsync();
        var sent = 0L;
        try
        {
            await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"u8.ToArray());
            var part = new byte[1024 * 1024];
            part.AsSpan().Fill((byte)' ');
            while (true)
            {
                sent += await socket.SendAsync(part);
            }
        }
        catch (SocketException)
        {
            return sent;
        }
    }

    [Fact]
    [Attack("A register's answer puts text or a person into a portal's log")]
    public async Task Nobody_learns_who_was_where_from_the_log_of_a_refused_call()
    {
        await using var port = await PortalPort.Start();
        port.Answers = context =>
            Write(context, 401, "application/problem+json", """{"code":"call-not-authentic","title":"김하늘\n010-1234-5678"}""");
        var log = new LogLines<RegisterClient>();
        using var client = PortalPort.Client([port.Address], log: log);

        var answer = await new RegisterCalls(client).Ask(() => client.Grain<IFacilityGrain>(FacilityKey.Of(Guid.NewGuid())).View(Owner));
        port.Answers = context => Write(context, 400, "application/problem+json", """{"code":"Kim\nHaneul"}""");
        await new RegisterCalls(client).Ask(() => client.Grain<IFacilityGrain>(FacilityKey.Of(Guid.NewGuid())).View(Owner));

        Assert.Equal(AnswerStatus.Unavailable, answer.Status);
        Assert.Equal(
            [
                "The register refused /v1/owners/facility/view of this portal (call-not-authentic). Compare the key that it pins for owners, "
                    + "the certificate and the clocks.",
                "The register did not answer /v1/owners/facility/view: unknown code",
            ],
            log
        );
    }

    private static Task Write(HttpContext context, int status, string? type, string body)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, type);
        return body.Length == 0 ? Task.CompletedTask : context.Response.WriteAsync(body);
    }
}

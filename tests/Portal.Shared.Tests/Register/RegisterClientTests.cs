using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Contracts.Traces;
using KiPass.Hosting.Tls;
using KiPass.Portal.Shared.Register;
using KiPass.Portal.Shared.Tests.Fixtures;
using KiPass.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KiPass.Portal.Shared.Tests.Register;

/// <summary>Outcomes, failures and connections of calls to the register.</summary>
public sealed class RegisterClientTests
{
    private const string Problem = "application/problem+json";

    private static readonly Caller Owner = Caller.Account("owner-1");

    [Theory]
    [InlineData(404, "not-found", AnswerStatus.NotFound)]
    [InlineData(403, "refused", AnswerStatus.Refused)]
    [InlineData(409, "conflict", AnswerStatus.Conflict)]
    [InlineData(503, "unavailable", AnswerStatus.Unavailable)]
    [InlineData(404, "route-unknown", AnswerStatus.Unavailable)]
    [InlineData(401, "call-not-authentic", AnswerStatus.Unavailable)]
    [InlineData(403, "call-not-permitted", AnswerStatus.Unavailable)]
    [InlineData(422, "input-invalid", AnswerStatus.Unavailable)]
    [InlineData(413, "request-too-large", AnswerStatus.Unavailable)]
    [InlineData(500, "unexpected", AnswerStatus.Unavailable)]
    public async Task A_problem_becomes_its_outcome(int status, string code, AnswerStatus outcome)
    {
        await using var port = await PortalPort.Start();
        port.Answers = context => Write(context, status, Problem, $$"""{"status":{{status}},"code":"{{code}}"}""");
        using var client = PortalPort.Client([port.Address]);
        var calls = new RegisterCalls(client);

        Assert.Equal(outcome, (await calls.Change(() => Facility(client).Submit(Owner))).Status);
        Assert.Equal(outcome, (await calls.Ask(() => Facility(client).View(Owner))).Status);
        Assert.Equal(AnswerStatus.Unavailable, (await calls.AskPlain(() => Policy(client).Version())).Status);
    }

    [Fact]
    public async Task Field_errors_arrive()
    {
        await using var port = await PortalPort.Start();
        port.Answers = context =>
            Write(context, 422, Problem, """{"code":"input-invalid","errors":[{"field":"BusinessNumber","problem":"checkDigit"}]}""");
        using var client = PortalPort.Client([port.Address]);

        var answer = await Facility(client).SaveDraft(Owner, new FacilityFacts());

        Assert.Equal(AnswerStatus.Invalid, answer.Status);
        Assert.Equal([new FieldError("BusinessNumber", FieldProblem.CheckDigit)], answer.Errors);
    }

    [Fact]
    public async Task Null_is_a_value_only_where_the_contract_allows_it()
    {
        await using var port = await PortalPort.Start();
        port.Answers = context => Write(context, 200, "application/json", "null");
        using var owners = PortalPort.Client([port.Address]);
        using var officials = PortalPort.Client([port.Address], portal: CallingPortal.Authority);

        Assert.Null(await officials.Grain<ITraceGrain>("o:1").Progress());
        Assert.Equal((AnswerStatus.Done, null), Pair(await owners.Grain<ICertificateGrain>("c:1").GivenAt(Owner)));
        await Assert.ThrowsAsync<RegisterUnavailableException>(async () => await Facility(owners).View(Owner));
        await Assert.ThrowsAsync<RegisterUnavailableException>(async () => await Policy(owners).Version());

        static (AnswerStatus, DateTimeOffset?) Pair(Answer<DateTimeOffset?> answer) => (answer.Status, answer.Value);
    }

    [Fact]
    public async Task A_role_that_may_not_call_a_method_is_refused_without_a_request()
    {
        await using var port = await PortalPort.Start();
        using var client = PortalPort.Client([port.Address], portal: CallingPortal.Authority);
        var administrator = new Caller("administrator-1", CallerRole.Administrator);

        Assert.Equal(AnswerStatus.Refused, (await Facility(client).View(administrator)).Status);
        Assert.Equal(AnswerStatus.Refused, (await Facility(client).View(Owner)).Status);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Facility(client).Submit(Owner));
        Assert.Equal(0, port.Requests);
    }

    [Fact]
    public async Task A_call_goes_to_the_next_address_when_one_cannot_be_reached()
    {
        await using var port = await PortalPort.Start();
        port.Answers = context => Write(context, 200, "application/json", "7");
        var dead = new Uri($"http://127.0.0.1:{FreePorts.Next()}");
        using var client = PortalPort.Client([dead, port.Address, dead]);

        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(7, await Policy(client).Version());
        }
        using var lost = PortalPort.Client([dead]);
        await Assert.ThrowsAsync<RegisterUnavailableException>(async () => await Policy(lost).Version());
    }

    [Fact]
    public async Task A_call_that_may_have_run_is_not_repeated()
    {
        await using var first = await PortalPort.Start();
        await using var second = await PortalPort.Start();
        first.Answers = second.Answers = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        using var client = PortalPort.Client([first.Address, second.Address]);

        await Assert.ThrowsAsync<RegisterUnavailableException>(async () => await Facility(client).Submit(Owner));

        Assert.Equal(1, first.Requests + second.Requests);
    }

    [Fact]
    public async Task Connections_use_mutual_TLS_with_the_role_of_each_side()
    {
        using var folder = new TemporaryFolder();
        using var authority = new TestAuthority(folder["authority"]);
        using var foreign = new TestAuthority(folder["foreign"]);
        var silo = Certificates(authority, RegisterCertificates.SiloName);
        await using var port = await PortalPort.Start(silo);
        port.Answers = context => Write(context, 200, "application/json", "7");

        var owners = Certificates(authority, RegisterCertificates.NameOf("owners"));
        using var client = PortalPort.Client([port.Address], owners);
        Assert.Equal(7, await Policy(client).Version());
        Assert.Equal("HTTP/2", Assert.Single(port.Protocols));

        foreach (
            var other in new[]
            {
                null,
                Certificates(authority, RegisterCertificates.NameOf("authority")),
                Certificates(foreign, RegisterCertificates.NameOf("owners")),
            }
        )
        {
            using var stranger = PortalPort.Client([port.Address], other);
            await Assert.ThrowsAsync<RegisterUnavailableException>(async () => await Policy(stranger).Version());
        }

        // A server that is not a silo, at the right address.
        await using var impostor = await PortalPort.Start(Certificates(authority, "somebody.else"));
        using var misled = PortalPort.Client([impostor.Address], owners);
        await Assert.ThrowsAsync<RegisterUnavailableException>(async () => await Policy(misled).Version());
        Assert.Equal(0, impostor.Requests);

        static RegisterCertificates Certificates(TestAuthority signer, string role)
        {
            var (certificate, key) = signer.Sign(role);
            return new RegisterCertificates(signer.CertificateFile, certificate, key, role);
        }
    }

    private static IFacilityGrain Facility(RegisterClient client) => client.Grain<IFacilityGrain>("f:1");

    private static IPolicyGrain Policy(RegisterClient client) => client.Grain<IPolicyGrain>(IPolicyGrain.Key);

    private static Task Write(HttpContext context, int status, string type, string body)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, type);
        return context.Response.WriteAsync(body);
    }
}

using System.Net;
using KiPass.Grains.BusinessRegistry;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Grains.Tests.BusinessRegistry;

/// <summary>The client of the tax service against a server with its answers, errors, slowness and outages.</summary>
public sealed class TaxServiceTests : IDisposable
{
    private static readonly TaxQuestion Good = new("1208800767", new DateOnly(2018, 3, 2), "김사장", Compare: true);

    private readonly FakeTaxService server = new();
    private readonly ServiceProvider services;

    public TaxServiceTests()
    {
        server.Businesses["1208800767"] = ("20180302", "김사장", "01");
        server.Businesses["2208162517"] = ("20100101", "박사장", "02");
        server.Businesses["1018174210"] = ("20100101", "최사장", "03");
        services = Services(server.Options);
    }

    public void Dispose()
    {
        services.Dispose();
        server.Dispose();
    }

    [Fact]
    public async Task Each_business_number_gets_its_answer_in_request_order()
    {
        var findings = await Ask(
            Good,
            Good with
            {
                Representative = "남의 이름",
            },
            Good with
            {
                OpenedOn = new DateOnly(2018, 3, 3),
            },
            new TaxQuestion("2208162517", new DateOnly(2010, 1, 1), "박사장", Compare: true),
            new TaxQuestion("1018174210", new DateOnly(2010, 1, 1), "최사장", Compare: true),
            new TaxQuestion("1018174210", new DateOnly(2010, 1, 1), "남의 이름", Compare: true),
            new TaxQuestion("1248100998", new DateOnly(2010, 1, 1), "신사장", Compare: true),
            new TaxQuestion("1208800767", default, "", Compare: false),
            new TaxQuestion("1018174210", default, "", Compare: false),
            new TaxQuestion("1248100998", default, "", Compare: false)
        );
        Assert.Equal(
            [
                TaxFinding.Matches,
                TaxFinding.Differs,
                TaxFinding.Differs,
                TaxFinding.Suspended,
                TaxFinding.Closed,
                TaxFinding.Closed,
                TaxFinding.Unregistered,
                TaxFinding.Active,
                TaxFinding.Closed,
                TaxFinding.Unregistered,
            ],
            findings
        );
    }

    [Fact]
    public async Task One_call_sends_at_most_a_hundred_business_numbers()
    {
        var hundred = Enumerable.Repeat(Good with { Compare = false }, 100).ToArray();
        Assert.All(await Ask(hundred), finding => Assert.Equal(TaxFinding.Active, finding));
        Assert.Equal(1, server.Calls);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Ask([.. hundred, Good]));
    }

    [Fact]
    public async Task A_transient_failure_is_retried()
    {
        server.FailFirst(2);
        Assert.Equal([TaxFinding.Matches], await Ask(Good));
        Assert.Equal(3, server.Calls);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, "INTERNAL_ERROR", 3)]
    [InlineData(HttpStatusCode.NotFound, "HTTP_ERROR", 1)]
    [InlineData(HttpStatusCode.BadRequest, "BAD_JSON_REQUEST", 1)]
    [InlineData(HttpStatusCode.LengthRequired, "REQUEST_DATA_MALFORMED", 1)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, "TOO_LARGE_REQUEST", 1)]
    [InlineData(HttpStatusCode.Unauthorized, "-401", 1)]
    public async Task An_error_response_is_unavailable_and_only_transient_errors_are_retried(HttpStatusCode status, string code, int calls)
    {
        server.Fail(status, code);
        Assert.Equal([TaxFinding.Unavailable], await Ask(Good));
        Assert.Equal(calls, server.Calls);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>점검 중입니다</html>")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":"x"}""")]
    [InlineData("""{"data":[null]}""")]
    [InlineData("""{"data":[{"b_no":"9999999999","valid":"01","status":{"b_stt_cd":"01"}}]}""")]
    [InlineData("""{"data":[{"b_no":"1208800767","valid":"03"}]}""")]
    [InlineData("""{"data":[{"b_no":"1208800767","valid":"01"}]}""")]
    [InlineData("""{"data":[{"b_no":"1208800767","valid":"01","status":{"b_stt_cd":"09"}}]}""")]
    public async Task An_unreadable_tax_service_response_is_unavailable(string body)
    {
        server.Say(body);
        Assert.Equal([TaxFinding.Unavailable], await Ask(Good));
    }

    [Fact]
    public async Task An_unreachable_tax_service_is_unavailable()
    {
        server.Vanish();
        Assert.Equal([TaxFinding.Unavailable], await Ask(Good));
    }

    [Fact]
    public async Task Requests_pause_after_repeated_server_failures()
    {
        server.Fail(HttpStatusCode.InternalServerError, "INTERNAL_ERROR");
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal([TaxFinding.Unavailable], await Ask(Good));
        }
        // Three attempts a call: the breaker opens at the sixth, and what follows fails without one.
        Assert.Equal(6, server.Calls);
    }

    [Fact]
    public async Task A_slow_tax_service_times_out_as_unavailable()
    {
        server.BeSlow();
        var hurried = server.Options;
        hurried.AttemptTimeout = TimeSpan.FromMilliseconds(200);
        hurried.TotalTimeout = TimeSpan.FromSeconds(2);
        using var impatient = Services(hurried);
        Assert.Equal([TaxFinding.Unavailable], await Ask(impatient, Good));
    }

    private static ServiceProvider Services(TaxServiceOptions options) =>
        new ServiceCollection().AddLogging().AddTaxService(options).BuildServiceProvider();

    private Task<IReadOnlyList<TaxFinding>> Ask(params TaxQuestion[] questions) => Ask(services, questions);

    private static Task<IReadOnlyList<TaxFinding>> Ask(IServiceProvider services, params TaxQuestion[] questions) =>
        services.GetRequiredService<TaxService>().Ask(questions, CancellationToken.None);
}

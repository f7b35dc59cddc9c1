using System.Collections.Concurrent;
using System.Diagnostics;
using KiPass.Silo.Tests.Hosting;

namespace KiPass.Silo.Tests.Telemetry;

/// <summary>No program tells another, or takes from one, the number of a span: two domains' telemetry could be laid side by side by it.</summary>
public sealed class LinkTests(Registers registers)
{
    private const string Foreign = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task Ignores_the_trace_id_of_an_incoming_request()
    {
        using var client = registers.On(Store.Sqlite).Client();
        client.DefaultRequestHeaders.Add("traceparent", $"00-{Foreign}-00f067aa0ba902b7-01");
        var begun = new ConcurrentBag<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity => begun.Add(activity.TraceId.ToHexString()),
        };
        ActivitySource.AddActivityListener(listener);

        Assert.Equal(200, (int)(await client.GetAsync("/v1/time")).StatusCode);

        Assert.NotEmpty(begun);
        Assert.DoesNotContain(Foreign, begun);
    }

    [Fact]
    public async Task Does_not_send_trace_headers_on_outgoing_requests()
    {
        using var client = registers.On(Store.Sqlite).Client();
        using var span = new Activity("span").SetIdFormat(ActivityIdFormat.W3C).Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/time");

        Assert.Equal(200, (int)(await client.SendAsync(request)).StatusCode);

        Assert.DoesNotContain(request.Headers, header => header.Key is "traceparent" or "Request-Id");
    }
}

using System.Diagnostics.Metrics;
using KiPass.Hosting.Settings;
using KiPass.Issuer.Telemetry;
using KiPass.Testing;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Issuer.Tests.Attacks;

public sealed class BoundaryAttackTests
{
    [Fact]
    [Attack("Anonymous posts grow the issuer's audit chain")]
    public async Task Nobody_grows_the_audit_chain_without_the_registers_signature()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var others = new OtherDomains(issuer);
        var counted = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, it) =>
        {
            if (instrument.Name == "kipass.issuer.disclosures.unsigned" && instrument.Meter.Scope == issuer.Get<IMeterFactory>())
            {
                it.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(
            (_, _, tags, _) =>
            {
                lock (counted)
                {
                    counted.Add($"{tags[0].Value}");
                }
            }
        );
        listener.Start();
        issuer.Get<IssuerMeter>();

        await others.Refused("subjects", "x", 400);
        await others.Refused("identities", others.Request(others.Order()).Sign(new FileSigningKey(EcJwk.Create())), 403);
        await others.Refused("subjects", others.Request(others.Order()).Sign(others.AuthoritySigning), 403);

        Assert.Empty(await others.Audit());
        Assert.Equal(["Malformed", "NotAuthentic", "NotAuthentic"], counted.Order());
    }

    [Fact]
    [Attack("Codes are read from a simulated inbox that is open by default")]
    public async Task Nobody_reads_codes_of_an_issuer_that_was_started_without_a_gateway()
    {
        var fault = await Assert.ThrowsAsync<StartException>(() => IssuerHost.StartAsync(Store.Sqlite, "--Issuer:Demo=false"));
        Assert.StartsWith("Issuer:Sms:Url: missing", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Issuer:Demo", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://pass.example.kr")]
    [InlineData("https://8.8.8.8")]
    [InlineData("https://[2606:4700::1]")]
    [InlineData("https://localhost.example.kr")]
    [Attack("Codes are read from the simulated inbox of a public installation")]
    public async Task Nobody_reads_codes_of_an_issuer_on_the_Internet(string address)
    {
        var fault = await Assert.ThrowsAsync<StartException>(() => IssuerHost.StartAsync(Store.Sqlite, $"--Issuer:PublicUrl={address}"));
        Assert.Contains("Issuer:Sms:Url", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://localhost:5081")]
    [InlineData("https://192.168.0.10:5081")]
    [InlineData("http://localhost:5081")]
    public async Task A_demonstration_runs_on_this_machine_and_in_a_private_network(string address)
    {
        await using var issuer = await IssuerHost.StartAsync(Store.Sqlite, $"--Issuer:PublicUrl={address}");
        await issuer.AskForCode("010-2345-6789");
    }

    [Fact]
    [Attack("The simulated inbox is requested of an issuer with a gateway")]
    public async Task Nobody_finds_a_simulated_inbox_where_a_gateway_is_set()
    {
        await using var issuer = await IssuerHost.StartAsync(Store.Sqlite, "--Issuer:Sms:Url=http://127.0.0.1:1/");
        Assert.Equal("route-unknown", await issuer.Refusal(HttpMethod.Get, "/simulated-inbox", null, null, 404));
    }
}

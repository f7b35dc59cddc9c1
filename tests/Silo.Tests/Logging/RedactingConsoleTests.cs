using KiPass.Contracts.Facilities;
using KiPass.Contracts.Logging;
using KiPass.Grains.Visits;
using KiPass.Grains.Visits.Tokens;
using KiPass.Grains.Visits.Visitors;
using KiPass.Hosting.Logging;
using KiPass.Tokens;
using KiPass.Tokens.Passes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KiPass.Silo.Tests.Logging;

/// <summary>No grain's key leaves a process in a log: it holds a ticket, a token or a facility.</summary>
public sealed class RedactingConsoleTests
{
    private static readonly Guid Secret = Guid.Parse("593106a2-21a1-4f83-8b51-de3bf3f5cdfd");

    public static TheoryData<string, string> Keys =>
        new()
        {
            { "facility", FacilityKey.Of(Secret) },
            { "visitor", new VisitorKey(1, KoreanDay.Of(DateTimeOffset.UnixEpoch), new Ticket(Secret)).Text },
            { "pairing", new string('a', 64) },
            { "token", TokenGrain.KeyOf(new TokenKey(1_606_000_000, 1, new TokenId(Secret))) },
        };

    [Theory, MemberData(nameof(Keys))]
    public void Redacts_grain_keys_in_every_Orleans_log_format(string type, string key)
    {
        var id = GrainId.Create(type, key).ToString();

        var text = GrainKeys.Hide($"Activation: S127.0.0.1:25107:154460497/{id}@5ee70ff3 took [{id}] ({id}), {id} State=Valid");

        Assert.DoesNotContain(key, text);
        Assert.DoesNotContain(Secret.ToString("N"), text);
        Assert.Equal($"Activation: S127.0.0.1:25107:154460497/{type}/…@5ee70ff3 took [{type}/…] ({type}/…), {type}/… State=Valid", text);
    }

    [Theory]
    [InlineData("Now listening on: http://127.0.0.1:45835")]
    [InlineData("/srv/kipass/main: read-only, 1/2 a:b")]
    [InlineData("")]
    public void Leaves_text_without_grain_keys_unchanged(string text) => Assert.Equal(text, GrainKeys.Hide(text));

    [Fact]
    public void A_log_line_includes_the_exception_with_its_grain_keys_redacted()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2020, 11, 23, 3, 4, 5, 678, TimeSpan.Zero));
        var console = new RedactingConsole(
            time,
            Microsoft.Extensions.Options.Options.Create(new RedactingConsoleOptions { Redact = GrainKeys.Hide })
        );
        using var output = new StringWriter();
        var failure = new TimeoutException($"no answer of visitor/v:1:2020-11-23:{Secret:N}");

        console.Write(
            new LogEntry<string>(LogLevel.Warning, "KiPass.Tests", new EventId(7), "one\ntwo", failure, (state, _) => state),
            null,
            output
        );

        var lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("2020-11-23T03:04:05.678Z warn: KiPass.Tests[7] one two", lines[0]);
        Assert.Equal("System.TimeoutException: no answer of visitor/…", lines[1]);
    }
}

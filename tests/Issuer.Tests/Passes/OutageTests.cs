using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Tests.Passes;

/// <summary>The issuer is down, and the queues at the doors go on.</summary>
public sealed class OutageTests
{
    private const int Entries = 10;

    [Fact]
    public async Task All_entries_of_1000_phones_are_accepted_while_the_issuer_is_down_for_24_hours()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var random = new Random(20211213);
        var phones = await SomePhone.SignIn(issuer, 1000, random);
        foreach (var phone in phones)
        {
            await phone.TopUp();
        }
        var spent = new HashSet<(long, TokenId)>();
        var accepted = 0;
        var start = issuer.Time.GetUtcNow();
        await issuer.Restart(() =>
        {
            foreach (var phone in phones)
            {
                var offsets = Enumerable.Range(0, Entries).Select(_ => random.Next(24 * 3600)).Order().ToList();
                foreach (var at in offsets.Select(seconds => start.AddSeconds(seconds)))
                {
                    Assert.Equal(PassVerdict.Opened, PassOpener.Open(phone.Show(at), issuer.Keys, out var pass));
                    Assert.Equal(PassTiming.Valid, pass.At(at));
                    accepted += spent.Add((pass.Slot, pass.TokenId)) ? 1 : 0;
                }
            }
            issuer.Time.SetUtcNow(start.AddHours(24));
        });
        Assert.Equal(1000 * Entries, accepted);

        foreach (var phone in phones)
        {
            await phone.TopUp();
            await phone.TopUp();
            Assert.All(phone.Requests.Values, requests => Assert.InRange(requests, 1, 3));
        }
    }

    [Fact]
    public async Task A_phone_sends_at_most_three_requests_a_day_for_its_visitor()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var random = new Random(1);
        var phones = await SomePhone.SignIn(issuer, 12, random);
        var entriesOfDay = phones.Select((_, i) => 4 * i).ToList();
        issuer.Time.SetUtcNow((KoreanDay.Of(IssuerHost.Start) + 1).Start.ToUniversalTime());
        for (var hour = 0; hour < 72; hour++)
        {
            for (var i = 0; i < phones.Count; i++)
            {
                await phones[i].TopUp();
                for (var entry = 0; entry < entriesOfDay[i] && hour % 24 is >= 9 and < 13; entry += 4)
                {
                    var at = issuer.Time.GetUtcNow().AddSeconds(60 * entry);
                    Assert.Equal(PassVerdict.Opened, PassOpener.Open(phones[i].Show(at), issuer.Keys, out _));
                    await phones[i].TopUp();
                }
            }
            issuer.Time.Advance(TimeSpan.FromHours(1));
        }
        Assert.All(phones, phone => Assert.All(phone.Requests.Values, requests => Assert.InRange(requests, 1, 3)));
    }
}

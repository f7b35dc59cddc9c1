using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Tests.Passes;

public sealed class ChannelKeyringTests
{
    private static readonly Showing Sample = Showing.Sample;

    [Fact]
    public void Passes_of_an_unpinned_issuer_are_no_longer_authentic()
    {
        var register = Channel.RegisterKeys(7, 8);
        var text = Sample.Seal(Channel.IssuerKeys(7));
        Assert.Equal(PassVerdict.Opened, PassOpener.Open(text, register, out _));
        register.Unpin(7);
        Assert.Equal(PassVerdict.NotAuthentic, PassOpener.Open(text, register, out _));
        Assert.NotNull(register.Find(new PassKeyId(8, Sample.KeyId.Day)));
    }

    [Fact]
    public void A_new_pin_replaces_the_old_one_immediately()
    {
        var register = Channel.RegisterKeys(7);
        var text = Sample.Seal(Channel.IssuerKeys(7));
        Assert.Equal(PassVerdict.Opened, PassOpener.Open(text, register, out _));
        register.Pin(7, new AgreementKeys(EcJwk.Create().Public()));
        Assert.Equal(PassVerdict.NotAuthentic, PassOpener.Open(text, register, out _));
    }

    [Fact]
    public void Agreement_keys_rotate_at_midnight_in_Korea()
    {
        var (before, after) = (EcJwk.Create(), EcJwk.Create());
        var change = Sample.KeyId.Day + 1;
        var issuer = new ChannelKeyring(new AgreementKeys([new(change - 1, before), new(change, after)]));
        issuer.Pin(7, new AgreementKeys(PassVectors.RegisterKey.Public()));
        var register = new ChannelKeyring(new AgreementKeys(PassVectors.RegisterKey));
        register.Pin(7, new AgreementKeys([new(change, after.Public()), new(change - 1, before.Public())]));
        var onlyNew = new ChannelKeyring(new AgreementKeys(PassVectors.RegisterKey));
        onlyNew.Pin(7, new AgreementKeys([new(change, after.Public())]));

        var lastOfDay = (Sample with { Slot = change.StartUnixSeconds - 15 }).Seal(issuer);
        var firstOfNext = (Sample with { Slot = change.StartUnixSeconds }).Seal(issuer);
        Assert.Equal(PassVerdict.Opened, PassOpener.Open(lastOfDay, register, out _));
        Assert.Equal(PassVerdict.Opened, PassOpener.Open(firstOfNext, register, out _));
        Assert.Equal(PassVerdict.NotAuthentic, PassOpener.Open(lastOfDay, onlyNew, out _));
        Assert.Equal(PassVerdict.Opened, PassOpener.Open(firstOfNext, onlyNew, out _));
    }

    [Fact]
    public void Opens_passes_from_more_days_than_the_cache_keeps()
    {
        var register = Channel.RegisterKeys(7);
        var first = register.Find(new PassKeyId(7, new KoreanDay(0)));
        for (var day = 0; day < 5000; day++)
        {
            Assert.NotNull(register.Find(new PassKeyId(7, new KoreanDay(day))));
        }
        Assert.NotSame(first, register.Find(new PassKeyId(7, new KoreanDay(0))));
        Assert.Equal(PassVerdict.Opened, PassOpener.Open(Sample.Seal(Channel.IssuerKeys(7)), register, out _));
    }

    [Fact]
    public async Task Many_threads_can_share_a_keyring()
    {
        var register = Channel.RegisterKeys(7);
        var issuer = Channel.IssuerKeys(7);
        var opened = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Run(() =>
                        Enumerable
                            .Range(0, 500)
                            .Count(_ => PassOpener.Open(Sample.Seal(issuer), register, out var p) == 0 && p.Ticket == Sample.Ticket)
                    )
                )
        );
        Assert.All(opened, count => Assert.Equal(500, count));
    }
}

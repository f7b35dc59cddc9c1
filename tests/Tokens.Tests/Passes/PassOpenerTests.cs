using System.Buffers.Binary;
using CsCheck;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Tests.Passes;

/// Goal: whatever text a scanner sends, opening gives the right verdict and never throws.
public sealed class PassOpenerTests
{
    private static readonly byte[] Slot = Number(Pass.SlotOfDay(Showing.Sample.Slot));
    private readonly ChannelKeyring register = Channel.RegisterKeys(7);
    private readonly string text = Showing.Sample.Seal();

    [Fact]
    public void Any_pass_round_trips() =>
        Channel.AnyShowing.Sample(showing =>
        {
            var text = showing.Seal();
            Assert.Equal(55, text.Length);
            Assert.Equal(PassVerdict.Opened, PassOpener.Open(text, Channel.RegisterKeys(showing.Issuer), out var opened));
            Assert.Equal((showing.Issuer, showing.Slot, showing.Ticket), (opened.Issuer, opened.Slot, opened.Ticket));
        });

    [Fact]
    public void Opens_a_pass_of_an_independent_implementation()
    {
        var forged = Channel.Forge(KeyId(Showing.Sample.KeyId), TicketBytes(Showing.Sample.Ticket), Slot);
        Assert.Equal(Channel.Bytes(text), forged);
        Assert.Equal(PassVerdict.Opened, PassOpener.Open(Channel.Text(forged), register, out _));
    }

    [Fact]
    public void One_ticket_has_another_token_in_each_slot()
    {
        var tokens = Enumerable
            .Range(0, 100)
            .Select(i =>
            {
                PassOpener.Open((Showing.Sample with { Slot = Showing.Sample.Slot + i * 15 }).Seal(), register, out var pass);
                return pass.TokenId;
            });
        Assert.Equal(100, tokens.Distinct().Count());
    }

    [Fact]
    public void Every_changed_byte_is_refused()
    {
        var bytes = Channel.Bytes(text);
        for (var at = 0; at < bytes.Length; at++)
        {
            for (var value = 1; value < 256; value++)
            {
                var changed = (byte[])bytes.Clone();
                changed[at] ^= (byte)value;
                var isMalformed =
                    BinaryPrimitives.ReadUInt16BigEndian(changed) == 0
                    || BinaryPrimitives.ReadUInt16BigEndian(changed.AsSpan(20)) >= Pass.SlotsPerDay;
                var expected = isMalformed ? PassVerdict.Malformed : PassVerdict.NotAuthentic;
                Assert.Equal(expected, PassOpener.Open(Channel.Text(changed), register, out var opened));
                Assert.Equal(default, opened);
            }
        }
    }

    [Fact]
    public void A_pass_with_any_replaced_character_does_not_open()
    {
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var other in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:a\0가".Where(c => c != text[at]))
            {
                var changed = text.Remove(at, 1).Insert(at, other.ToString());
                Assert.NotEqual(PassVerdict.Opened, PassOpener.Open(changed, register, out var opened));
                Assert.Equal(default, opened);
            }
        }
    }

    [Fact]
    public void Every_truncated_pass_is_malformed()
    {
        for (var length = 0; length < text.Length; length++)
        {
            Assert.Equal(PassVerdict.Malformed, PassOpener.Open(text.AsSpan(0, length), register, out _));
            Assert.Equal(PassVerdict.Malformed, PassOpener.Open(text.AsSpan(text.Length - length), register, out _));
        }
        var bytes = Channel.Bytes(text);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(PassVerdict.Malformed, PassOpener.Open(Channel.Text(bytes.AsSpan(0, length)), register, out _));
        }
    }

    [Fact]
    public void A_pass_with_extra_bytes_is_malformed()
    {
        Gen.Byte.Array[1, 300]
            .Sample(tail =>
                Assert.Equal(PassVerdict.Malformed, PassOpener.Open(Channel.Text([.. Channel.Bytes(text), .. tail]), register, out _))
            );
        string[] padded = [text + " ", " " + text, text + "\n", text + "\0", text + "000", text + text, "KP2:" + text];
        Assert.All(padded, longer => Assert.Equal(PassVerdict.Malformed, PassOpener.Open(longer, register, out _)));
    }

    [Fact]
    public void Arbitrary_text_never_opens() =>
        Gen.OneOf(
                Gen.String,
                Gen.String.Select(s => "KP2:" + s),
                Gen.Byte.Array[34].Select(b => Channel.Text(b)),
                Gen.Byte.Array[0, 200].Select(b => Channel.Text(b))
            )
            .Sample(text => Assert.NotEqual(PassVerdict.Opened, PassOpener.Open(text, register, out _)));

    [Fact]
    public void A_huge_text_is_malformed() =>
        Assert.Equal(PassVerdict.Malformed, PassOpener.Open("KP2:" + new string('0', 10_000_000), register, out _));

    [Theory]
    [InlineData("KP1:")]
    [InlineData("kp2:")]
    [InlineData("KP3:")]
    [InlineData("")]
    public void Another_prefix_is_malformed(string prefix) =>
        Assert.Equal(PassVerdict.Malformed, PassOpener.Open(prefix + text[4..], register, out _));

    [Fact]
    public void A_slot_that_no_day_has_is_malformed_even_with_the_right_mac()
    {
        foreach (var slot in new[] { 5760, 5761, 32768, 65535 })
        {
            var forged = Channel.Forge(KeyId(Showing.Sample.KeyId), TicketBytes(Showing.Sample.Ticket), Number(slot));
            Assert.Equal(PassVerdict.Malformed, PassOpener.Open(Channel.Text(forged), register, out _));
        }
    }

    [Fact]
    public void Issuer_zero_is_malformed_even_with_the_right_mac()
    {
        var forged = Channel.Forge(KeyId(Showing.Sample.KeyId with { Issuer = 0 }), TicketBytes(Showing.Sample.Ticket), Slot);
        Assert.Equal(PassVerdict.Malformed, PassOpener.Open(Channel.Text(forged), register, out _));
    }

    [Fact]
    public void A_mac_of_another_slot_ticket_or_day_is_not_authentic()
    {
        Showing[] others =
        [
            Showing.Sample with
            {
                Slot = Showing.Sample.Slot + Pass.SlotSeconds,
            },
            Showing.Sample with
            {
                Slot = Showing.Sample.Slot - 24 * 3600,
            },
            Showing.Sample with
            {
                Ticket = new Ticket(Guid.NewGuid()),
            },
        ];
        var bytes = Channel.Bytes(text);
        foreach (var other in others)
        {
            byte[] mixed = [.. bytes[..22], .. Channel.Bytes(other.Seal())[22..]];
            Assert.Equal(PassVerdict.NotAuthentic, PassOpener.Open(Channel.Text(mixed), register, out _));
        }
    }

    [Fact]
    public void A_ticket_of_yesterday_with_a_slot_of_today_is_not_authentic()
    {
        var yesterday = Showing.Sample.KeyId with { Day = Showing.Sample.KeyId.Day - 1 };
        var moved = Channel.Forge(KeyId(yesterday), TicketBytes(Showing.Sample.Ticket), Slot);
        KeyId(Showing.Sample.KeyId).CopyTo(moved, 0);
        Assert.Equal(PassVerdict.NotAuthentic, PassOpener.Open(Channel.Text(moved), register, out _));
    }

    [Fact]
    public void An_unknown_issuer_is_not_authentic() =>
        Assert.Equal(PassVerdict.NotAuthentic, PassOpener.Open((Showing.Sample with { Issuer = 8 }).Seal(), register, out _));

    [Fact]
    public void A_pass_under_another_key_is_not_authentic()
    {
        var forger = new ChannelKeyring(new AgreementKeys(EcJwk.Create()));
        forger.Pin(7, new AgreementKeys(PassVectors.RegisterKey.Public()));
        Assert.Equal(PassVerdict.NotAuthentic, PassOpener.Open(Showing.Sample.Seal(forger), register, out _));
    }

    [Fact]
    public void An_issuer_cannot_create_passes_of_another_issuer()
    {
        var both = Channel.RegisterKeys(7);
        both.Pin(8, new AgreementKeys(EcJwk.Create().Public()));
        var bytes = Channel.Bytes(text);
        bytes[1] = 8;
        Assert.Equal(PassVerdict.NotAuthentic, PassOpener.Open(Channel.Text(bytes), both, out _));
    }

    [Theory]
    [InlineData(0, 1_592_179_200)]
    [InlineData(7, 1_592_179_201)]
    public void Refuses_to_make_a_pass_of_issuer_zero_or_between_slots(int number, long slot) =>
        Assert.ThrowsAny<ArgumentException>(() =>
            (Showing.Sample with { Issuer = (ushort)number, Slot = slot }).Seal(Channel.IssuerKeys(7))
        );

    [Fact]
    public void A_pass_prints_neither_token_id_nor_ticket()
    {
        PassOpener.Open(text, register, out var pass);
        Assert.Equal("Pass(issuer 7, slot 1592179200)", $"{pass}");
        Assert.DoesNotContain(pass.TokenId.Value.ToString("N"), $"{pass.TokenId}", StringComparison.Ordinal);
        Assert.DoesNotContain(pass.Ticket.Value.ToString("N"), $"{pass.Ticket}", StringComparison.Ordinal);
        Assert.Equal("TicketKey", $"{default(TicketKey)}");
    }

    private static byte[] KeyId(PassKeyId keyId)
    {
        var bytes = new byte[PassKeyId.Size];
        keyId.Write(bytes);
        return bytes;
    }

    private static byte[] TicketBytes(Ticket ticket)
    {
        var bytes = new byte[Ticket.Size];
        ticket.Write(bytes);
        return bytes;
    }

    private static byte[] Number(int value) => [(byte)(value >> 8), (byte)value];
}

using System.Security.Cryptography;
using CsCheck;
using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Tests.Passes;

public sealed class TicketCipherTests
{
    [Fact]
    public void Every_visitor_and_ticket_number_round_trips()
    {
        using var dayKey = NewKey();
        (from visitor in Gen.ULong from n in Gen.Int[0, 63] select (visitor, n)).Sample(
            made =>
            {
                var ticket = TicketCipher.Make(made.visitor, made.n, dayKey);
                return TicketCipher.TryOpen(ticket, dayKey, out var visitor, out var n) && (visitor, n) == made;
            },
            threads: 1
        );
    }

    [Fact]
    public void Many_tickets_at_once_are_the_same_as_one_after_the_other()
    {
        using var dayKey = NewKey();
        (from first in Gen.Int[0, 63] from count in Gen.Int[0, 64] select (first, count)).Sample(
            made =>
            {
                var tickets = new Ticket[made.count];
                TicketCipher.Make(7, made.first, dayKey, tickets);
                return tickets.Select((ticket, i) => ticket == TicketCipher.Make(7, (made.first + i) % 64, dayKey)).All(same => same);
            },
            threads: 1
        );
    }

    [Fact]
    public void A_person_has_64_different_tickets_a_day_and_others_on_the_next()
    {
        using var today = NewKey();
        using var tomorrow = NewKey();
        var tickets = Enumerable.Range(0, 64).SelectMany(n => new[] { TicketCipher.Make(1, n, today), TicketCipher.Make(1, n, tomorrow) });
        Assert.Equal(128, tickets.Distinct().Count());
    }

    [Fact]
    public void A_ticket_of_another_day_or_an_invented_one_does_not_open()
    {
        using var today = NewKey();
        using var tomorrow = NewKey();
        Assert.False(TicketCipher.TryOpen(TicketCipher.Make(1, 0, today), tomorrow, out _, out _));
        Gen.Guid.Sample(value => !TicketCipher.TryOpen(new Ticket(value), today, out _, out _), threads: 1);
    }

    [Theory]
    [InlineData(9, 64)]
    [InlineData(8, 1)]
    [InlineData(10, 1)]
    [InlineData(15, 1)]
    public void A_ticket_with_a_number_above_63_or_other_bits_set_does_not_open(int at, byte value)
    {
        using var dayKey = NewKey();
        var block = new byte[16];
        block[at] = value;
        Assert.False(TicketCipher.TryOpen(Ticket.Read(dayKey.EncryptEcb(block, PaddingMode.None)), dayKey, out var visitor, out var n));
        Assert.Equal((0ul, 0), (visitor, n));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(64)]
    public void A_ticket_number_out_of_range_is_refused(int n)
    {
        using var dayKey = NewKey();
        Assert.Throws<ArgumentOutOfRangeException>(() => TicketCipher.Make(1, n, dayKey));
    }

    [Fact]
    public void A_shorter_day_key_is_refused()
    {
        using var shorter = Aes.Create();
        shorter.Key = new byte[16];
        Assert.Throws<ArgumentException>(() => TicketCipher.Make(1, 0, shorter));
        Assert.Throws<ArgumentException>(() => TicketCipher.TryOpen(default, shorter, out _, out _));
    }

    private static Aes NewKey()
    {
        var aes = Aes.Create();
        aes.KeySize = 256;
        aes.GenerateKey();
        return aes;
    }
}

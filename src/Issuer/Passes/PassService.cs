using System.Buffers;
using System.Text;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Personal;
using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Passes;

/// <summary>
/// Makes ready codes (1회용 QR) for clients that cannot compute them from tickets, one for each slot, the current slot first. A request takes
/// the next ticket of the visitor after five minutes of slots. Stores nothing about them, and uses no database.
/// </summary>
internal sealed class PassService(DayKeyring dayKeys, PassChannel channel)
{
    /// <summary>Maximum number of passes in one request: ten minutes, enough for a queue and a short outage.</summary>
    public const int MaxPasses = 40;

    private const int SlotsOfTicket = 5 * 60 / Pass.SlotSeconds;
    private const int MostBytesOfPass = 192;

    /// <summary>Loads the day keys that the next passes need, creating them if there are none.</summary>
    /// <exception cref="LostDayKeyException">A key of those days is lost.</exception>
    public ValueTask Prepare(DateTimeOffset now, int count, CancellationToken cancellationToken)
    {
        var (first, last) = (KoreanDay.Of(now), KoreanDay.Of(now.AddSeconds(count * Pass.SlotSeconds)));
        return dayKeys.Loaded(first) is not null && dayKeys.Loaded(last) is not null ? default : Load(first, last, cancellationToken);
    }

    /// <summary>Number of tickets that a request for this number of passes takes.</summary>
    public static int TicketsOf(int count) => (count + SlotsOfTicket - 1) / SlotsOfTicket;

    /// <summary>Writes <c>{now, passes:[{pass, validFrom, validUntil}]}</c>, having prepared for the same time and count.</summary>
    public void Write(IBufferWriter<byte> output, VisitorNumber visitor, int firstTicket, DateTimeOffset now, int count)
    {
        Utf8Answer.WriteStart(output, now, "\",\"passes\":["u8);
        var answer = new Utf8Answer(output.GetSpan(count * MostBytesOfPass));
        var firstSlot = now.ToUnixTimeSeconds() / Pass.SlotSeconds * Pass.SlotSeconds;
        var (ticket, ticketKey, keyId) = (default(Ticket), default(TicketKey), default(PassKeyId));
        for (var i = 0; i < count; i++)
        {
            var slot = firstSlot + i * Pass.SlotSeconds;
            var day = KoreanDay.OfUnixSeconds(slot);
            if (i % SlotsOfTicket == 0 || day != keyId.Day)
            {
                ticket = dayKeys.Loaded(day)!.Ticket(visitor, (firstTicket + i / SlotsOfTicket) % TicketCipher.TicketsPerDay);
                (ticketKey, keyId) = (KeyOf(day).Of(ticket), new PassKeyId(channel.Number, day));
            }
            answer.Append(i == 0 ? "{\"pass\":\""u8 : ",{\"pass\":\""u8);
            // Base45 has no character that JSON escapes.
            PassSealer.SealTo(keyId, ticket, ticketKey, Pass.SlotOfDay(slot), answer.Next(PassSealer.TextLength));
            answer.Append("\",\"validFrom\":\""u8);
            answer.AppendTime(slot);
            answer.Append("\",\"validUntil\":\""u8);
            answer.AppendTime(slot + Pass.SlotSeconds);
            answer.Append("\"}"u8);
        }
        output.Advance(answer.Length);
        Utf8Answer.WriteEnd(output);
    }

    /// <summary>Makes one code of any slot, to seed a past week.</summary>
    /// <param name="visitor">Who showed it.</param>
    /// <param name="n">The number of the ticket, 0 to 63.</param>
    /// <param name="slot">Start of the slot in seconds since 1970-01-01 UTC.</param>
    /// <param name="dayKey">The key of the slot's day.</param>
    public string Seal(VisitorNumber visitor, int n, long slot, DayKey dayKey)
    {
        var ticket = dayKey.Ticket(visitor, n);
        Span<byte> text = stackalloc byte[PassSealer.TextLength];
        PassSealer.SealTo(new PassKeyId(channel.Number, dayKey.Day), ticket, KeyOf(dayKey.Day).Of(ticket), Pass.SlotOfDay(slot), text);
        return Encoding.ASCII.GetString(text);
    }

    private ChannelKey KeyOf(KoreanDay day) =>
        channel.Find(day) ?? throw new InvalidOperationException($"No agreement key is valid on {day}.");

    private async ValueTask Load(KoreanDay first, KoreanDay last, CancellationToken cancellationToken)
    {
        await dayKeys.Ensure(first, cancellationToken);
        await dayKeys.Ensure(last, cancellationToken);
    }
}

using System.Buffers;
using System.Data.Common;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Personal;
using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Passes;

/// <summary>
/// Hands out tickets of today and the next two Korean days. Stores nothing about them: the issuer can list a person's tickets from the day
/// key whenever an order asks. Uses no database, except to create a day key.
/// </summary>
internal sealed class TicketService(DayKeyring dayKeys, PassChannel channel)
{
    /// <summary>Tickets of each day in an answer.</summary>
    public const int TicketsOfDay = 32;

    /// <summary>Tickets in an answer for all days.</summary>
    public const int TicketsOfAnswer = TicketsOfDay * DayKeyring.DaysAhead;

    private const int DayLength = 10;
    private const int MostCharactersOfDay = 128;
    private const int MostCharactersOfTicket = 128;

    /// <summary>Loads the day keys, creating them if there are none. Only today's is required.</summary>
    /// <exception cref="LostDayKeyException">Today's key is lost.</exception>
    /// <exception cref="DbException">Today's key has to be created, and the database does not answer.</exception>
    public ValueTask Prepare(KoreanDay today, CancellationToken cancellationToken)
    {
        for (var i = 0; i < DayKeyring.DaysAhead; i++)
        {
            if (dayKeys.Loaded(today + i) is null)
            {
                return Load(today, cancellationToken);
            }
        }
        return default;
    }

    /// <summary>
    /// Writes <c>{now, days:[{day, kid, tickets:[{n, ticket, key}]}]}</c>; a day without a day key or channel key is left out.
    /// </summary>
    /// <returns>The number of tickets.</returns>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="visitor">Whose tickets.</param>
    /// <param name="first">The number of the first ticket, 0 to 63; 0 follows 63.</param>
    /// <param name="now">The time of the answer; its day is the first one.</param>
    public int Write(IBufferWriter<byte> output, VisitorNumber visitor, int first, DateTimeOffset now)
    {
        Utf8Answer.WriteStart(output, now, "\",\"days\":["u8);
        var today = KoreanDay.Of(now);
        var count = 0;
        for (var day = today; day < today + DayKeyring.DaysAhead; day += 1)
        {
            if (dayKeys.Loaded(day) is { } dayKey && channel.Find(day) is { } channelKey)
            {
                WriteDay(output, dayKey, channelKey, visitor, first, isFirst: count == 0);
                count += TicketsOfDay;
            }
        }
        Utf8Answer.WriteEnd(output);
        return count;
    }

    private void WriteDay(IBufferWriter<byte> output, DayKey dayKey, ChannelKey channelKey, VisitorNumber visitor, int first, bool isFirst)
    {
        var answer = new Utf8Answer(output.GetSpan(MostCharactersOfDay + TicketsOfDay * MostCharactersOfTicket));
        answer.Append(isFirst ? "{\"day\":\""u8 : ",{\"day\":\""u8);
        dayKey.Day.Date.TryFormat(answer.Next(DayLength), out _, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        answer.Append("\",\"kid\":\""u8);
        Span<byte> bytes = stackalloc byte[TicketKey.Size];
        new PassKeyId(channel.Number, dayKey.Day).Write(bytes);
        answer.AppendBase64Url(bytes[..PassKeyId.Size]);
        answer.Append("\",\"tickets\":["u8);
        Span<Ticket> tickets = stackalloc Ticket[TicketsOfDay];
        dayKey.Tickets(visitor, first, tickets);
        for (var i = 0; i < tickets.Length; i++)
        {
            answer.Append(i == 0 ? "{\"n\":"u8 : ",{\"n\":"u8);
            answer.AppendNumber((first + i) % TicketCipher.TicketsPerDay);
            answer.Append(",\"ticket\":\""u8);
            tickets[i].Write(bytes);
            answer.AppendBase64Url(bytes[..Ticket.Size]);
            answer.Append("\",\"key\":\""u8);
            channelKey.Of(tickets[i]).Write(bytes);
            answer.AppendBase64Url(bytes);
            answer.Append("\"}"u8);
        }
        answer.Append("]}"u8);
        output.Advance(answer.Length);
    }

    private async ValueTask Load(KoreanDay today, CancellationToken cancellationToken)
    {
        await dayKeys.Ensure(today, cancellationToken);
        try
        {
            for (var day = today + 1; day < today + DayKeyring.DaysAhead; day += 1)
            {
                await dayKeys.Ensure(day, cancellationToken);
            }
        }
        catch (Exception e)
            when (e is DbException or IOException or UnauthorizedAccessException or InvalidDataException or LostDayKeyException)
        {
            // The phone fetches that day's tickets later. The upkeep tries again each minute, and logs why it fails.
        }
    }
}

using System.Buffers;
using System.Globalization;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Settings;
using KiPass.Tokens;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Passes;

/// <summary>
/// Creates a visitor's next passes (1회용 QR), one for each slot, the current slot first. Stores nothing about them: no token id, no time, no
/// address. Uses no database.
/// </summary>
internal sealed class PassService
{
    /// <summary>Maximum number of passes in one request: ten minutes, enough for a queue and a short outage.</summary>
    public const int MaxPasses = 40;

    private const int TimeLength = 20;
    private const int TimeOfAnswerLength = 24;

    private readonly DayKeyring dayKeys;
    private readonly ChannelKeyring channel;
    private readonly TimeProvider time;
    private readonly ushort number;

    public PassService(IssuerSettings settings, DomainFolder folder, DayKeyring dayKeys, TimeProvider time)
    {
        this.dayKeys = dayKeys;
        this.time = time;
        number = (ushort)settings.Number;
        channel = new ChannelKeyring(folder.AgreementKeys());
        channel.Pin(number, folder.Register().AgreementKey);
    }

    /// <summary>Loads the day keys that the next passes need, creating them if there are none.</summary>
    /// <exception cref="LostDayKeyException">A key of those days is lost.</exception>
    public ValueTask Prepare(int count, CancellationToken cancellationToken)
    {
        var (first, last) = Days(time.GetUtcNow(), count);
        return dayKeys.Loaded(first) is not null && dayKeys.Loaded(last) is not null ? default : Load(first, last, cancellationToken);
    }

    /// <summary>Writes <c>{now, passes:[{pass, validFrom, validUntil}]}</c>.</summary>
    public void Write(IBufferWriter<byte> output, Id person, int count)
    {
        var now = time.GetUtcNow();
        var slot = now.ToUnixTimeSeconds() / Pass.SlotSeconds * Pass.SlotSeconds;
        var size = 64 + count * (PassSealer.TextLength + 2 * TimeLength + 64);
        var span = output.GetSpan(size);
        var at = 0;
        Append(span, ref at, "{\"now\":\""u8);
        now.UtcDateTime.TryFormat(span[at..], out _, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        at += TimeOfAnswerLength;
        Append(span, ref at, "\",\"passes\":["u8);
        var ticket = default(Ticket);
        var day = default(KoreanDay);
        for (var i = 0; i < count; i++, slot += Pass.SlotSeconds)
        {
            if (i == 0 || KoreanDay.OfUnixSeconds(slot) != day)
            {
                day = KoreanDay.OfUnixSeconds(slot);
                ticket = (dayKeys.Loaded(day) ?? throw new DayKeyNotLoadedException()).Hide(person);
            }
            Append(span, ref at, i == 0 ? "{\"pass\":\""u8 : ",{\"pass\":\""u8);
            var pass = new Pass(number, slot + Pass.SlotSeconds, TokenId.Random(), ticket);
            // Base45 has no character that JSON escapes.
            PassSealer.SealTo(pass, channel, span[at..]);
            at += PassSealer.TextLength;
            Append(span, ref at, "\",\"validFrom\":\""u8);
            AppendTime(span, ref at, slot);
            Append(span, ref at, "\",\"validUntil\":\""u8);
            AppendTime(span, ref at, slot + Pass.SlotSeconds);
            Append(span, ref at, "\"}"u8);
        }
        Append(span, ref at, "]}"u8);
        output.Advance(at);
    }

    /// <summary>Creates one pass of any slot, to seed a past week.</summary>
    public string Seal(Id person, long slot, DayKey dayKey)
    {
        var pass = new Pass(number, slot + Pass.SlotSeconds, TokenId.Random(), dayKey.Hide(person));
        return PassSealer.Seal(pass, channel);
    }

    private async ValueTask Load(KoreanDay first, KoreanDay last, CancellationToken cancellationToken)
    {
        await dayKeys.Ensure(first, cancellationToken);
        await dayKeys.Ensure(last, cancellationToken);
    }

    // One slot more than requested: the next slot may begin between preparing and writing.
    private static (KoreanDay First, KoreanDay Last) Days(DateTimeOffset now, int count) =>
        (KoreanDay.Of(now), KoreanDay.Of(now.AddSeconds(count * Pass.SlotSeconds)));

    private static void Append(Span<byte> span, ref int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(span[at..]);
        at += text.Length;
    }

    private static void AppendTime(Span<byte> span, ref int at, long unixSeconds)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(unixSeconds).UtcDateTime;
        time.TryFormat(span[at..], out var written, "s", CultureInfo.InvariantCulture);
        span[at + written] = (byte)'Z';
        at += TimeLength;
    }
}

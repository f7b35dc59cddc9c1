using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace KiPass.Issuer.Passes;

/// <summary>
/// Writes parts of a JSON answer into a buffer without allocating: for the two hot routes, whose texts contain nothing that JSON escapes.
/// </summary>
internal ref struct Utf8Answer(Span<byte> buffer)
{
    private const int NowLength = 24;
    private const int SlotTimeLength = 20;
    private const int MostBytesOfStart = 64;

    private readonly Span<byte> buffer = buffer;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Begins an answer: <c>{"now":"2020-06-12T03:00:04.000Z</c>, then <paramref name="rest"/>.</summary>
    public static void WriteStart(IBufferWriter<byte> output, DateTimeOffset now, ReadOnlySpan<byte> rest)
    {
        var answer = new Utf8Answer(output.GetSpan(MostBytesOfStart));
        answer.Append("{\"now\":\""u8);
        now.UtcDateTime.TryFormat(answer.Next(NowLength), out _, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        answer.Append(rest);
        output.Advance(answer.Length);
    }

    /// <summary>Ends an answer.</summary>
    public static void WriteEnd(IBufferWriter<byte> output) => output.Write("]}"u8);

    /// <summary>Returns the next bytes, for the caller to fill.</summary>
    public Span<byte> Next(int length)
    {
        var next = buffer.Slice(Length, length);
        Length += length;
        return next;
    }

    public void Append(scoped ReadOnlySpan<byte> text) => text.CopyTo(Next(text.Length));

    public void AppendNumber(int number)
    {
        number.TryFormat(buffer[Length..], out var written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    public void AppendBase64Url(scoped ReadOnlySpan<byte> bytes) => Length += Base64Url.EncodeToUtf8(bytes, buffer[Length..]);

    /// <summary>A time in whole seconds, <c>2020-06-12T03:00:00Z</c>.</summary>
    public void AppendTime(long unixSeconds)
    {
        var text = Next(SlotTimeLength);
        DateTimeOffset.FromUnixTimeSeconds(unixSeconds).UtcDateTime.TryFormat(text, out _, "s", CultureInfo.InvariantCulture);
        text[^1] = (byte)'Z';
    }
}

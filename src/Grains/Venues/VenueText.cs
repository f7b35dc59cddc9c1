using System.Text;

namespace KiPass.Grains.Venues;

/// <summary>One line of a file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Null when its bytes are not valid text in the encoding of the file.</param>
internal readonly record struct TextLine(int Number, string? Text);

/// <summary>Decodes a list into lines: UTF-8, UTF-16 with a byte order mark, or EUC-KR (as CP949, a superset).</summary>
internal static class VenueText
{
    private const int Cp949 = 949;

    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    /// <summary>The lines; null when the file is not text in any of these encodings.</summary>
    public static List<TextLine>? Lines(byte[] content)
    {
        ReadOnlySpan<byte> bytes = content;
        if (bytes.StartsWith<byte>([0xff, 0xfe]))
        {
            return OfText(new UnicodeEncoding(bigEndian: false, byteOrderMark: true).GetString(bytes[2..]));
        }
        if (bytes.StartsWith<byte>([0xfe, 0xff]))
        {
            return OfText(new UnicodeEncoding(bigEndian: true, byteOrderMark: true).GetString(bytes[2..]));
        }
        // Binary files, such as .xlsx or images, contain zero bytes.
        if (bytes.Contains((byte)0))
        {
            return null;
        }
        if (bytes.StartsWith<byte>([0xef, 0xbb, 0xbf]))
        {
            return Mostly(Decoded(content.AsSpan(3), Utf8));
        }
        var utf8 = Decoded(content, Utf8);
        if (utf8.All(line => line.Text is not null))
        {
            return utf8;
        }
        var korean = Decoded(content, Korean());
        return Mostly(Unreadable(korean) < Unreadable(utf8) ? korean : utf8);
    }

    private static Encoding Korean() =>
        CodePagesEncodingProvider.Instance.GetEncoding(Cp949, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    // A line feed is never the second byte of a Korean character, so lines can be split before they are decoded.
    private static List<TextLine> Decoded(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        var lines = new List<TextLine>();
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            lines.Add(new TextLine(lines.Count + 1, Text(line.TrimEnd((byte)'\r'), encoding)));
            bytes = end < 0 ? [] : bytes[(end + 1)..];
        }
        return lines;
    }

    private static string? Text(ReadOnlySpan<byte> line, Encoding encoding)
    {
        try
        {
            return encoding.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static List<TextLine> OfText(string text) =>
        [
            .. text.Split('\n')
                .Select((line, i) => new TextLine(i + 1, line.Contains('\ufffd', StringComparison.Ordinal) ? null : line.TrimEnd('\r'))),
        ];

    private static int Unreadable(List<TextLine> lines) => lines.Count(line => line.Text is null);

    // A few invalid bytes make their rows unreadable; many mean that it is another encoding.
    private static List<TextLine>? Mostly(List<TextLine> lines) =>
        lines.Count > 0 && (lines[0].Text is null || Unreadable(lines) * 2 > lines.Count) ? null : lines;
}

using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;
using KiPass.Contracts.Venues;

namespace KiPass.Grains.Venues;

/// <summary>One record of a CSV file (RFC 4180), or the reason why it cannot be read.</summary>
/// <param name="Line">The line on which it begins.</param>
/// <param name="Fields">Its fields, trimmed, with a space for a quoted line break; null when it has a problem.</param>
/// <param name="Problem">Why the record cannot be read; null when it can.</param>
/// <param name="Content">The text of the record as it is in the file.</param>
internal readonly partial record struct CsvRecord(int Line, string[]? Fields, VenueRowProblem? Problem, string Content)
{
    // An unclosed quotation mark must not consume the rest of the file.
    private const int MaxLines = 10;

    /// <summary>The records of a file without its blank lines. An invalid record costs only its first line.</summary>
    public static IEnumerable<CsvRecord> Of(IReadOnlyList<TextLine> lines, char separator)
    {
        var options = new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            TrimWhitespace = true,
            WhitespaceCharacters = " ",
        };
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Text is not { } text)
            {
                yield return new CsvRecord(lines[i].Number, null, VenueRowProblem.Unreadable, "");
                continue;
            }
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }
            var first = i;
            var whole = text;
            var (fields, quoting) = Split(whole, options);
            while (quoting == Quoting.Open && i + 1 < lines.Count && i - first + 1 < MaxLines && lines[i + 1].Text is { } next)
            {
                whole = $"{whole}\n{next}";
                i++;
                (fields, quoting) = Split(whole, options);
            }
            if (fields is null)
            {
                i = first;
                var problem = quoting == Quoting.Closed ? VenueRowProblem.Unreadable : VenueRowProblem.Quotes;
                yield return new CsvRecord(lines[first].Number, null, problem, text);
            }
            else
            {
                yield return new CsvRecord(lines[first].Number, fields, null, whole);
            }
        }
    }

    /// <summary>The separator of a header line: comma, semicolon or tab, whichever occurs most often.</summary>
    public static char Separator(string header) => ((char[])[',', ';', '\t']).MaxBy(one => header.Count(character => character == one));

    /// <summary>Splits the text of one record.</summary>
    /// <returns>Its fields, or what is wrong with it.</returns>
    private static (string[]? Fields, Quoting Quoting) Split(string text, CsvReaderOptions options)
    {
        using var reader = CsvReader.Create(Encoding.UTF8.GetBytes(text), options);
        var fields = reader.Read() ? reader.Current.ToArray() : [];
        var quoting = Quoting.Closed;
        for (var i = 0; i < reader.FieldCount && quoting == Quoting.Closed; i++)
        {
            quoting = QuotingOf(Encoding.UTF8.GetString(reader.GetRawSpan(i)).Trim(' '));
        }
        // The reader takes a carriage return alone for a line break; no line of ours contains two records.
        return quoting != Quoting.Closed ? (null, quoting)
            : reader.Read() ? (null, Quoting.Closed)
            : ([.. fields.Select(field => LineBreak().Replace(field, " ").Trim())], quoting);
    }

    // The reader accepts a quotation mark anywhere; a list in which one was forgotten would lose rows without a word.
    private static Quoting QuotingOf(string raw)
    {
        if (!raw.StartsWith('"'))
        {
            // A quotation mark inside an unquoted field is text, for example ="123".
            return Quoting.Closed;
        }
        var unescaped = raw[1..].Replace("\"\"", "", StringComparison.Ordinal);
        var end = unescaped.IndexOf('"', StringComparison.Ordinal);
        return end < 0 ? Quoting.Open
            : end < unescaped.Length - 1 ? Quoting.TextAfterIt
            : Quoting.Closed;
    }

    [GeneratedRegex(@"\s*\r?\n\s*")]
    private static partial Regex LineBreak();

    /// <summary>How the quotation marks of a field end.</summary>
    private enum Quoting
    {
        Closed,
        Open,
        TextAfterIt,
    }
}

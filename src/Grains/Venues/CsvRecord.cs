using System.Text;
using KiPass.Contracts.Venues;

namespace KiPass.Grains.Venues;

/// <summary>One record of a CSV file (RFC 4180), or why it is none.</summary>
/// <param name="Line">The line on which it begins.</param>
/// <param name="Fields">Its fields, trimmed; null when it has a problem.</param>
/// <param name="Problem">What is wrong with it as a record.</param>
/// <param name="Content">As it stands in the file.</param>
internal readonly record struct CsvRecord(int Line, string[]? Fields, VenueRowProblem? Problem, string Content)
{
    // A quotation mark that nobody closes must not swallow the rest of the file.
    private const int MostLines = 10;

    /// <summary>The records of a file, blank lines left out. A broken one costs its own first line alone.</summary>
    public static IEnumerable<CsvRecord> Of(IReadOnlyList<TextLine> lines, char separator)
    {
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
            var fields = Split(whole, separator, out var open);
            while (open && i + 1 < lines.Count && i - first + 1 < MostLines && lines[i + 1].Text is { } next)
            {
                whole = $"{whole}\n{next}";
                i++;
                fields = Split(whole, separator, out open);
            }
            if (fields is null)
            {
                i = first;
                yield return new CsvRecord(lines[first].Number, null, VenueRowProblem.Quotes, text);
            }
            else
            {
                yield return new CsvRecord(lines[first].Number, fields, null, whole);
            }
        }
    }

    /// <summary>Comma, semicolon or tab: whichever the head has most of.</summary>
    public static char Separator(string head) => ((char[])[',', ';', '\t']).MaxBy(one => head.Count(character => character == one));

    private static string[]? Split(string text, char separator, out bool open)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        open = false;
        var i = 0;
        while (true)
        {
            while (i < text.Length && text[i] == ' ')
            {
                i++;
            }
            field.Clear();
            if (i < text.Length && text[i] == '"')
            {
                if (!Quoted(text, ref i, field))
                {
                    open = true;
                    return null;
                }
                while (i < text.Length && text[i] == ' ')
                {
                    i++;
                }
                if (i < text.Length && text[i] != separator)
                {
                    return null;
                }
            }
            else
            {
                while (i < text.Length && text[i] != separator)
                {
                    field.Append(text[i++]);
                }
            }
            fields.Add(field.ToString().Trim());
            if (i >= text.Length)
            {
                return [.. fields];
            }
            i++;
        }
    }

    private static bool Quoted(string text, ref int i, StringBuilder field)
    {
        for (i++; i < text.Length; i++)
        {
            if (text[i] != '"')
            {
                field.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else
            {
                i++;
                return true;
            }
        }
        return false;
    }
}

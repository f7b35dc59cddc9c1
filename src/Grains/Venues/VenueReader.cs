using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Venues;

namespace KiPass.Grains.Venues;

/// <summary>Reads and validates a list: each row is either good or reported as a fault with its reason. Pure.</summary>
/// <param name="region">The jurisdiction of the official who loads the list.</param>
/// <param name="today">The current day; later licence dates are invalid.</param>
internal sealed class VenueReader(Jurisdiction region, DateOnly today)
{
    private const int MaxName = 80;
    private const int MaxAddress = 120;
    private const int MaxCapacity = 100_000;
    private const int MaxContent = 500;

    private static readonly string[] DayForms =
    [
        "yyyy-MM-dd",
        "yyyyMMdd",
        "yyyy.MM.dd",
        "yyyy. M. d.",
        "yyyy.M.d",
        "yyyy/MM/dd",
        "yyyy/M/d",
        "yyyy년 M월 d일",
    ];
    private static readonly DateOnly FirstDay = new(1900, 1, 1);

    private readonly VenueDistricts districts = new(region);
    private readonly Dictionary<string, int> numbers = [];
    private readonly Dictionary<string, int> places = [];

    /// <param name="progress">Called with the number of rows read so far.</param>
    public VenueReading Read(byte[] content, Action<int>? progress = null)
    {
        if (content.Length == 0)
        {
            return VenueReading.Refused(VenueFileProblem.Empty);
        }
        if (content.Length > VenueFile.MaxBytes)
        {
            return VenueReading.Refused(VenueFileProblem.TooLarge, $"{VenueFile.MaxBytes / 1024 / 1024} MiB");
        }
        if (VenueText.Lines(content) is not { } lines)
        {
            return VenueReading.Refused(VenueFileProblem.Encoding);
        }
        if (lines.FirstOrDefault(line => !string.IsNullOrWhiteSpace(line.Text)).Text is not { } head)
        {
            return VenueReading.Refused(VenueFileProblem.Empty);
        }
        return Read(CsvRecord.Of(lines, CsvRecord.Separator(head)), progress);
    }

    private VenueReading Read(IEnumerable<CsvRecord> records, Action<int>? progress)
    {
        VenueColumns? columns = null;
        var (rows, faults) = (new List<VenueRow>(), new List<VenueFault>());
        foreach (var record in records)
        {
            if (columns is null)
            {
                columns = new VenueColumns(record.Fields ?? []);
                if (columns.Missing.ToList() is { Count: > 0 } missing)
                {
                    return VenueReading.Refused(VenueFileProblem.Columns, string.Join(", ", missing));
                }
                continue;
            }
            if (rows.Count + faults.Count >= VenueFile.MaxRows)
            {
                return VenueReading.Refused(VenueFileProblem.TooLarge, VenueFile.MaxRows.ToString(CultureInfo.InvariantCulture));
            }
            var problem = record.Problem is { } broken ? (broken, "") : Row(record, columns, rows);
            if (problem is var (what, field))
            {
                faults.Add(new VenueFault(record.Line, what, field, Cut(record.Content)));
            }
            progress?.Invoke(rows.Count + faults.Count);
        }
        return rows.Count > 0 ? new VenueReading(null, "", rows, faults)
            : faults.Count > 0 ? VenueReading.Refused(VenueFileProblem.NoGoodRow, faults: faults)
            : VenueReading.Refused(VenueFileProblem.Empty);
    }

    /// <summary>Adds a good row; otherwise returns the problem and its field.</summary>
    private (VenueRowProblem Problem, string Field)? Row(CsvRecord record, VenueColumns columns, List<VenueRow> rows)
    {
        var fields = record.Fields!;
        if (fields.Length != columns.Count)
        {
            return (VenueRowProblem.Fields, "");
        }
        string Of(string column) => columns.Of(column, fields);
        var (name, address) = (Of(VenueColumns.Name), Of(VenueColumns.Address));
        if ((Text(name, VenueColumns.Name, MaxName) ?? Text(address, VenueColumns.Address, MaxAddress)) is { } wrong)
        {
            return wrong;
        }
        if (Number(Of(VenueColumns.Number), out var number) is { } wrongNumber)
        {
            return (wrongNumber, VenueColumns.Number);
        }
        if (VenueData.Type(Of(VenueColumns.Type)) is not { } type)
        {
            return (Of(VenueColumns.Type).Length == 0 ? VenueRowProblem.Missing : VenueRowProblem.Type, VenueColumns.Type);
        }
        if (districts.Find(Of(VenueColumns.District), address) is not { } district)
        {
            return (VenueRowProblem.District, VenueColumns.District);
        }
        if (!region.Covers(district))
        {
            return (VenueRowProblem.Jurisdiction, VenueColumns.District);
        }
        if (!Phone(Of(VenueColumns.Phone), out var phone))
        {
            return (VenueRowProblem.Phone, VenueColumns.Phone);
        }
        if (!Capacity(Of(VenueColumns.Capacity), out var capacity))
        {
            return (VenueRowProblem.Capacity, VenueColumns.Capacity);
        }
        if (!Day(Of(VenueColumns.Licensed), out var licensed))
        {
            return (VenueRowProblem.Day, VenueColumns.Licensed);
        }
        var row = new VenueRow(record.Line, number, name, type, district, address, phone, capacity, licensed);
        if (Twice(row) is { } twice)
        {
            return twice;
        }
        rows.Add(row);
        return null;
    }

    private (VenueRowProblem Problem, string Field)? Twice(VenueRow row)
    {
        if (row.Number.Length > 0 && !numbers.TryAdd(row.Number, row.Line))
        {
            return (VenueRowProblem.NumberTwice, numbers[row.Number].ToString(CultureInfo.InvariantCulture));
        }
        return places.TryAdd(row.PlaceKey, row.Line)
            ? null
            : (VenueRowProblem.PlaceTwice, places[row.PlaceKey].ToString(CultureInfo.InvariantCulture));
    }

    private static (VenueRowProblem Problem, string Field)? Text(string text, string column, int longest) =>
        text.Length == 0 ? (VenueRowProblem.Missing, column)
        : text.Length > longest ? (VenueRowProblem.TooLong, column)
        : text[0] is '=' or '+' or '-' or '@' or '\t' ? (VenueRowProblem.Formula, column)
        : text.Any(character => char.IsControl(character)) ? (VenueRowProblem.Unreadable, column)
        : null;

    private static VenueRowProblem? Number(string text, out string digits)
    {
        digits = BusinessNumber.DigitsOf(text) ?? "";
        return text.Length == 0 || BusinessNumber.TryParse(text, out _) ? null
            : text[0] == '=' ? VenueRowProblem.Formula
            : digits.Length == 0 ? VenueRowProblem.NumberForm
            : VenueRowProblem.NumberCheckDigit;
    }

    private static bool Phone(string text, out string digits)
    {
        digits = text.Length == 0 ? "" : KoreanPhone.Normalize(text) ?? "";
        return text.Length == 0 || digits.Length > 0;
    }

    private static bool Capacity(string text, out int capacity)
    {
        capacity = 0;
        return text.Length == 0
            || (
                int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out capacity)
                && capacity is >= 1 and <= MaxCapacity
            );
    }

    private bool Day(string text, out DateOnly? day)
    {
        day = null;
        if (text.Length == 0)
        {
            return true;
        }
        // Some programs add a time to the date.
        var date = text.Length > 10 && text[10] is ' ' or 'T' && text[4] == '-' ? text[..10] : text;
        if (
            !DateOnly.TryParseExact(date, DayForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            || read < FirstDay
            || read > today
        )
        {
            return false;
        }
        day = read;
        return true;
    }

    private static string Cut(string content) => content.Length <= MaxContent ? content : content[..MaxContent];
}

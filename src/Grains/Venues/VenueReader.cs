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
    private const int MaxContent = 500;

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
        return Read(CsvRecord.Of(lines, CsvRecord.Separator(head)), progress) with { Header = head };
    }

    private VenueReading Read(IEnumerable<CsvRecord> records, Action<int>? progress)
    {
        VenueColumns? columns = null;
        var ended = 0;
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
            if (record.Fields is { } all && all.All(field => field.Length == 0))
            {
                // A spreadsheet writes its empty rows as commas alone.
                continue;
            }
            if (rows.Count + faults.Count + ended >= VenueFile.MaxRows)
            {
                return VenueReading.Refused(VenueFileProblem.TooLarge, VenueFile.MaxRows.ToString(CultureInfo.InvariantCulture));
            }
            if (record.Fields is { } fields && columns.Fits(fields) && LicenceState.IsEnded(columns, fields))
            {
                ended++;
            }
            else if ((record.Problem is { } broken ? (broken, "") : Row(record, columns, rows)) is var (what, field))
            {
                faults.Add(new VenueFault(record.Line, what, field, Cut(record.Content)));
            }
            progress?.Invoke(rows.Count + faults.Count + ended);
        }
        return rows.Count > 0 ? new VenueReading(null, "", rows, faults, ended)
            : faults.Count > 0 ? VenueReading.Refused(VenueFileProblem.NoGoodRow, faults: faults)
            : VenueReading.Refused(VenueFileProblem.Empty);
    }

    /// <summary>Adds a good row. Returns the problem and its field, or the optional fields that were ignored.</summary>
    private (VenueRowProblem Problem, string Field)? Row(CsvRecord record, VenueColumns columns, List<VenueRow> rows)
    {
        var fields = record.Fields!;
        if (!columns.Fits(fields))
        {
            return (VenueRowProblem.Fields, "");
        }
        string Of(string column) => columns.Of(column, fields);
        var (name, address) = (Of(VenueColumns.Name), Of(VenueColumns.Address));
        if ((Text(name, VenueColumns.Name, MaxName) ?? Text(address, VenueColumns.Address, MaxAddress)) is { } wrong)
        {
            return wrong;
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
        var optional = VenueRepairs.Read(column => columns.Of(column, fields), today);
        var row = new VenueRow(
            record.Line,
            optional.Number,
            name,
            type,
            district,
            address,
            optional.Phone,
            optional.Capacity,
            optional.LicensedOn
        );
        if (Twice(row) is { } twice)
        {
            return twice;
        }
        rows.Add(row);
        return optional.Ignored.Count == 0 ? null : (VenueRowProblem.FieldsIgnored, string.Join(", ", optional.Ignored));
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

    private static string Cut(string content) => content.Length <= MaxContent ? content : content[..MaxContent];
}

using KiPass.Contracts.Facilities;
using KiPass.Contracts.Venues;

namespace KiPass.Grains.Venues;

/// <summary>A good row of a list.</summary>
/// <param name="Line">Its line in the file.</param>
/// <param name="Number">Ten digits; empty when the row has none.</param>
/// <param name="Phone">Digits; empty when the row has none.</param>
/// <param name="Capacity">0 when the row has none.</param>
internal sealed record VenueRow(
    int Line,
    string Number,
    string Name,
    string Type,
    string District,
    string Address,
    string Phone,
    int Capacity,
    DateOnly? LicensedOn
)
{
    public string PlaceKey { get; } = VenueKeys.PlaceKey(District, Name, Address);

    public string NameKey => VenueKeys.Name(Name);

    public string AddressKey => VenueKeys.Address(Address, District);
}

/// <summary>Result of reading a file.</summary>
/// <param name="Problem">Why the whole file is refused; null when it is accepted.</param>
/// <param name="Detail">With a problem, the missing columns or the limit.</param>
/// <param name="Rows">Good rows.</param>
/// <param name="Faults">Bad rows, and good rows of which optional fields were ignored.</param>
/// <param name="Ended">Rows that were left out because the licence has ended or the venue is closed.</param>
/// <param name="Header">The header line; empty when the file has none.</param>
internal sealed record VenueReading(
    VenueFileProblem? Problem,
    string Detail,
    IReadOnlyList<VenueRow> Rows,
    IReadOnlyList<VenueFault> Faults,
    int Ended = 0,
    string Header = ""
)
{
    /// <summary>Number of rows that were not taken.</summary>
    public int Bad => Faults.Count - Noted;

    /// <summary>Number of good rows of which optional fields were ignored.</summary>
    public int Noted => Faults.Count(fault => fault.Problem == VenueRowProblem.FieldsIgnored);

    public static VenueReading Refused(VenueFileProblem problem, string detail = "", IReadOnlyList<VenueFault>? faults = null) =>
        new(problem, detail, [], faults ?? []);
}

/// <summary>The columns of a list. <c>Data/venue-columns.csv</c> contains their possible names in the header.</summary>
internal sealed class VenueColumns
{
    public const string Number = "number";
    public const string Name = "name";
    public const string Type = "type";
    public const string District = "district";
    public const string Address = "address";
    public const string Phone = "phone";
    public const string Capacity = "capacity";
    public const string Licensed = "licensed";
    public const string State = "state";
    public const string Closed = "closed";

    private static readonly string[] Needed = [Name, Type, Address];

    private static readonly Dictionary<string, string> ByName = VenueData
        .Rows("venue-columns.csv")
        .ToDictionary(row => row[0], row => row[1]);

    private readonly Dictionary<string, List<int>> places = [];

    public VenueColumns(string[] head)
    {
        Count = head.Length;
        for (var i = 0; i < head.Length; i++)
        {
            if (ByName.TryGetValue(head[i].Trim('\ufeff', ' ').ToLowerInvariant(), out var column))
            {
                if (!places.TryGetValue(column, out var same))
                {
                    places[column] = same = [];
                }
                same.Add(i);
            }
        }
    }

    /// <summary>Number of fields that a row must have.</summary>
    public int Count { get; }

    /// <summary>Whether a row has the fields of the header. More fields are accepted when they are empty, as a spreadsheet writes them.</summary>
    public bool Fits(string[] fields) => fields.Length >= Count && fields.Skip(Count).All(field => field.Length == 0);

    /// <summary>Required columns that are missing from the header.</summary>
    public IEnumerable<string> Missing => Needed.Where(column => !places.ContainsKey(column));

    /// <summary>
    /// The value of a column in a row: the first that is filled, when several columns of the file have this meaning. Empty when there is none.
    /// </summary>
    public string Of(string column, string[] fields) => All(column, fields).FirstOrDefault("");

    /// <summary>The filled values of all columns with this meaning.</summary>
    public IEnumerable<string> All(string column, string[] fields) =>
        places.TryGetValue(column, out var found) ? found.Select(place => fields[place]).Where(value => value.Length > 0) : [];
}

/// <summary>The embedded tables: two columns and a header line.</summary>
internal static class VenueData
{
    private static readonly Dictionary<string, string> Types = Rows("venue-types.csv").ToDictionary(row => Folded(row[0]), row => row[1]);

    /// <summary>The facility type of a code, a name, or a name used in licence registers; null when unknown.</summary>
    public static string? Type(string text)
    {
        var folded = Folded(text);
        return FacilityTypes.Find(text)?.Code
            ?? Types.GetValueOrDefault(folded)
            ?? FacilityTypes.All.FirstOrDefault(type => Folded(type.Korean) == folded || Folded(type.English) == folded)?.Code;
    }

    public static IEnumerable<string[]> Rows(string name)
    {
        using var reader = new StreamReader(typeof(VenueData).Assembly.GetManifestResourceStream($"venues/{name}")!);
        reader.ReadLine();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            yield return line.Split(',');
        }
    }

    private static string Folded(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}

using System.Collections.Immutable;

namespace KiPass.Contracts.Venues;

/// <summary>A file of licensed venues uploaded by an official.</summary>
/// <param name="Name">File name, at most 200 characters.</param>
/// <param name="Content">CSV in UTF-8, UTF-16 or EUC-KR (CP949), at most <see cref="MaxBytes"/>.</param>
[GenerateSerializer, Immutable, Alias("kipass.venue-file")]
public sealed record VenueFile([property: Id(0)] string Name, [property: Id(1)] byte[] Content)
{
    /// <summary>Maximum file size.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Maximum number of rows, without the header.</summary>
    public const int MaxRows = 50_000;
}

/// <summary>Stage of loading a list.</summary>
public enum VenueListStage
{
    /// <summary>Rows are read and checked.</summary>
    Reading = 0,

    /// <summary>Facilities are matched.</summary>
    Matching = 1,

    /// <summary>All good rows are written in one transaction.</summary>
    Storing = 2,

    /// <summary>Done.</summary>
    Done = 3,

    /// <summary>The file was refused; nothing was stored.</summary>
    Refused = 4,

    /// <summary>The database did not answer; nothing was stored. Load the file again.</summary>
    Failed = 5,
}

/// <summary>Progress of loading a list.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Handled">Rows processed in this stage.</param>
/// <param name="Rows">Total rows of the file; 0 while unknown.</param>
/// <param name="Refusal">With <see cref="VenueListStage.Refused"/>, the reason.</param>
/// <param name="Detail">With a refusal, the missing columns or the limit.</param>
/// <param name="Summary">With <see cref="VenueListStage.Done"/>, the result.</param>
/// <param name="Header">
/// With <see cref="VenueListStage.Done"/> or <see cref="VenueListStage.Refused"/>, the header line of the file, for up to 15 minutes after it
/// was loaded. The rows of <see cref="VenueFault"/> have its columns and its separator.
/// </param>
[GenerateSerializer, Immutable, Alias("kipass.venue-list-progress")]
public sealed record VenueListProgress(
    [property: Id(0)] VenueListStage Stage,
    [property: Id(1)] int Handled = 0,
    [property: Id(2)] int Rows = 0,
    [property: Id(3)] VenueFileProblem? Refusal = null,
    [property: Id(4)] string Detail = "",
    [property: Id(5)] VenueListSummary? Summary = null,
    [property: Id(6)] string Header = ""
);

/// <summary>Why a file was refused.</summary>
public enum VenueFileProblem
{
    /// <summary>The file is empty or has no rows.</summary>
    Empty = 0,

    /// <summary>The file has too many bytes or rows.</summary>
    TooLarge = 1,

    /// <summary>Neither UTF-8, UTF-16 nor EUC-KR.</summary>
    Encoding = 2,

    /// <summary>Required columns are missing.</summary>
    Columns = 3,

    /// <summary>No row is valid.</summary>
    NoGoodRow = 4,
}

/// <summary>A loaded list.</summary>
/// <param name="Id">Id assigned by the client.</param>
/// <param name="FileName">File name.</param>
/// <param name="By">Account id of the official.</param>
/// <param name="At">When.</param>
/// <param name="Good">Number of valid rows.</param>
/// <param name="Bad">Number of rejected rows.</param>
/// <param name="Added">Number of new venues.</param>
/// <param name="Changed">Number of venues that changed.</param>
/// <param name="Unchanged">Number of venues that did not change.</param>
/// <param name="Matched">Number of valid rows that match a facility.</param>
/// <param name="Ended">Number of rows left out because the licence has ended or the venue is closed (폐업, 휴업, 취소·말소).</param>
/// <param name="Noted">Number of valid rows that were taken without an optional field.</param>
[GenerateSerializer, Immutable, Alias("kipass.venue-list-summary")]
public sealed record VenueListSummary(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string FileName,
    [property: Id(2)] string By,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] int Good,
    [property: Id(5)] int Bad,
    [property: Id(6)] int Added,
    [property: Id(7)] int Changed,
    [property: Id(8)] int Unchanged,
    [property: Id(9)] int Matched,
    [property: Id(10)] int Ended = 0,
    [property: Id(11)] int Noted = 0
);

/// <summary>A rejected row.</summary>
/// <param name="Line">Line of the file on which it begins; the header is line 1.</param>
/// <param name="Problem">The problem.</param>
/// <param name="Field">Code of the column, or the line of the other row; empty when the problem is not in one column.</param>
/// <param name="Content">The row, at most 500 characters.</param>
[GenerateSerializer, Immutable, Alias("kipass.venue-fault")]
public sealed record VenueFault(
    [property: Id(0)] int Line,
    [property: Id(1)] VenueRowProblem Problem,
    [property: Id(2)] string Field,
    [property: Id(3)] string Content
);

/// <summary>Problems of a row.</summary>
public enum VenueRowProblem
{
    /// <summary>Not valid text in the encoding of the file.</summary>
    Unreadable = 0,

    /// <summary>Invalid quotation marks.</summary>
    Quotes = 1,

    /// <summary>More or fewer fields than the header.</summary>
    Fields = 2,

    /// <summary>A required field is empty.</summary>
    Missing = 3,

    /// <summary>A field is too long.</summary>
    TooLong = 4,

    /// <summary>A field starts like a spreadsheet formula.</summary>
    Formula = 5,

    /// <summary>Not ten digits.</summary>
    NumberForm = 6,

    /// <summary>The check digit is wrong.</summary>
    NumberCheckDigit = 7,

    /// <summary>An earlier row has the same business number.</summary>
    NumberTwice = 8,

    /// <summary>An earlier row has the same name and address.</summary>
    PlaceTwice = 9,

    /// <summary>Unknown type of facility.</summary>
    Type = 10,

    /// <summary>Unknown district, or an ambiguous name.</summary>
    District = 11,

    /// <summary>The district is outside the jurisdiction of the official who loads the list.</summary>
    Jurisdiction = 12,

    /// <summary>Not a date from 1900 to today.</summary>
    Day = 13,

    /// <summary>Not a number of persons from 1 to 100,000.</summary>
    Capacity = 14,

    /// <summary>Not a Korean phone number.</summary>
    Phone = 15,

    /// <summary>The row was taken, without optional fields that cannot be read. The field names the columns, separated by commas.</summary>
    FieldsIgnored = 16,
}

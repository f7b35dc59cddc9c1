using System.Collections.Immutable;

namespace KiPass.Contracts.Venues;

/// <summary>A file of licensed venues as an official uploads it.</summary>
/// <param name="Name">Its name, at most 200 characters.</param>
/// <param name="Content">CSV in UTF-8, UTF-16 or EUC-KR (CP949), at most <see cref="MaxBytes"/>.</param>
[GenerateSerializer, Immutable, Alias("kipass.venue-file")]
public sealed record VenueFile([property: Id(0)] string Name, [property: Id(1)] byte[] Content)
{
    /// <summary>Largest file.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Most rows of one file, the head not counted.</summary>
    public const int MaxRows = 50_000;
}

/// <summary>How far the loading of a list is.</summary>
public enum VenueListStage
{
    /// <summary>Rows are read and checked.</summary>
    Reading = 0,

    /// <summary>Sign-ups are looked for.</summary>
    Matching = 1,

    /// <summary>All good rows are written in one transaction.</summary>
    Storing = 2,

    /// <summary>Done.</summary>
    Done = 3,

    /// <summary>The file cannot be taken at all; nothing was stored.</summary>
    Refused = 4,

    /// <summary>The database did not answer; nothing was stored. Load the file again.</summary>
    Failed = 5,
}

/// <summary>The loading of a list.</summary>
/// <param name="Stage">How far it is.</param>
/// <param name="Handled">Rows done in this stage.</param>
/// <param name="Rows">Rows of the file, bad ones too; 0 while not known.</param>
/// <param name="Refusal">With <see cref="VenueListStage.Refused"/>: why.</param>
/// <param name="Detail">With a refusal: the missing columns or the limit.</param>
/// <param name="Summary">With <see cref="VenueListStage.Done"/>: what came of it.</param>
[GenerateSerializer, Immutable, Alias("kipass.venue-list-progress")]
public sealed record VenueListProgress(
    [property: Id(0)] VenueListStage Stage,
    [property: Id(1)] int Handled = 0,
    [property: Id(2)] int Rows = 0,
    [property: Id(3)] VenueFileProblem? Refusal = null,
    [property: Id(4)] string Detail = "",
    [property: Id(5)] VenueListSummary? Summary = null
);

/// <summary>Why a whole file is not taken.</summary>
public enum VenueFileProblem
{
    /// <summary>No bytes, or no row under the head.</summary>
    Empty = 0,

    /// <summary>More bytes or rows than are taken at once.</summary>
    TooLarge = 1,

    /// <summary>Neither UTF-8, UTF-16 nor EUC-KR.</summary>
    Encoding = 2,

    /// <summary>Columns are missing from the head.</summary>
    Columns = 3,

    /// <summary>No row is good.</summary>
    NoGoodRow = 4,
}

/// <summary>A list that was loaded.</summary>
/// <param name="Id">Made by whoever loads it.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="By">Account id of the official.</param>
/// <param name="At">When.</param>
/// <param name="Good">Rows that were taken.</param>
/// <param name="Bad">Rows that were not.</param>
/// <param name="Added">Venues that no list had named before.</param>
/// <param name="Changed">Venues that were known otherwise.</param>
/// <param name="Unchanged">Venues that were known so.</param>
/// <param name="Matched">Of the good rows: for which somebody signed up.</param>
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
    [property: Id(9)] int Matched
);

/// <summary>A row that was not taken.</summary>
/// <param name="Line">Line of the file on which it begins, from 1; the head is line 1.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Field">The column's code or another row's line; empty when the whole row is wrong.</param>
/// <param name="Content">The row, at most 500 characters.</param>
[GenerateSerializer, Immutable, Alias("kipass.venue-fault")]
public sealed record VenueFault(
    [property: Id(0)] int Line,
    [property: Id(1)] VenueRowProblem Problem,
    [property: Id(2)] string Field,
    [property: Id(3)] string Content
);

/// <summary>What can be wrong with a row.</summary>
public enum VenueRowProblem
{
    /// <summary>Its bytes are not text in the file's encoding.</summary>
    Unreadable = 0,

    /// <summary>A quotation mark is opened and not closed.</summary>
    Quotes = 1,

    /// <summary>More or fewer fields than the head.</summary>
    Fields = 2,

    /// <summary>A needed field is empty.</summary>
    Missing = 3,

    /// <summary>A field is longer than it may be.</summary>
    TooLong = 4,

    /// <summary>A field begins as a spreadsheet formula does.</summary>
    Formula = 5,

    /// <summary>Not ten digits.</summary>
    NumberForm = 6,

    /// <summary>The check digit does not fit.</summary>
    NumberCheckDigit = 7,

    /// <summary>An earlier row has the same business number.</summary>
    NumberTwice = 8,

    /// <summary>An earlier row has the same name and address.</summary>
    PlaceTwice = 9,

    /// <summary>No such type of facility.</summary>
    Type = 10,

    /// <summary>No such district, or a name that several have.</summary>
    District = 11,

    /// <summary>The district is outside the jurisdiction of who loads the list.</summary>
    Jurisdiction = 12,

    /// <summary>Not a day from 1900 to today.</summary>
    Day = 13,

    /// <summary>Not a number of persons from 1 to 100,000.</summary>
    Capacity = 14,

    /// <summary>Not a Korean phone number.</summary>
    Phone = 15,
}

namespace KiPass.Grains.BusinessRegistry;

/// <summary>Answer of the tax service about one business number.</summary>
internal enum TaxFinding
{
    /// <summary>No usable answer; try again later.</summary>
    Unavailable,

    /// <summary>Number, opening date and representative match, and the business is active (계속).</summary>
    Matches,

    /// <summary>Registered, but opening date or representative differ.</summary>
    Differs,

    /// <summary>Registered and active; the other data was not compared.</summary>
    Active,

    /// <summary>휴업.</summary>
    Suspended,

    /// <summary>폐업.</summary>
    Closed,

    /// <summary>Not (yet) registered.</summary>
    Unregistered,
}

/// <summary>A query to the tax service about a facility.</summary>
/// <param name="Number">Ten digits.</param>
/// <param name="OpenedOn">Opening date.</param>
/// <param name="Representative">Representative's name.</param>
/// <param name="Compare">Whether to compare opening date and representative; otherwise only whether the business still exists.</param>
[GenerateSerializer, Immutable, Alias("kipass.tax-question")]
internal sealed record TaxQuestion(
    [property: Id(0)] string Number,
    [property: Id(1)] DateOnly OpenedOn,
    [property: Id(2)] string Representative,
    [property: Id(3)] bool Compare
);

namespace KiPass.Grains.BusinessRegistry;

/// <summary>What the tax service said about one business number.</summary>
internal enum TaxFinding
{
    /// <summary>No usable answer: ask again later.</summary>
    Unavailable,

    /// <summary>Number, opening date and representative match, and the business is active (계속).</summary>
    Matches,

    /// <summary>Registered, but opening date or representative differ.</summary>
    Differs,

    /// <summary>Registered and active; what else was stated was not compared.</summary>
    Active,

    /// <summary>휴업.</summary>
    Suspended,

    /// <summary>폐업.</summary>
    Closed,

    /// <summary>Not (yet) registered.</summary>
    Unregistered,
}

/// <summary>What the tax service is asked about a facility.</summary>
/// <param name="Number">Ten digits.</param>
/// <param name="OpenedOn">Opening date.</param>
/// <param name="Representative">Representative's name.</param>
/// <param name="Compare">Whether opening date and representative are compared too; else only whether the business still exists.</param>
[GenerateSerializer, Immutable, Alias("kipass.tax-question")]
internal sealed record TaxQuestion(
    [property: Id(0)] string Number,
    [property: Id(1)] DateOnly OpenedOn,
    [property: Id(2)] string Representative,
    [property: Id(3)] bool Compare
);

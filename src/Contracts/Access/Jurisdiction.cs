namespace KiPass.Contracts.Access;

/// <summary>
/// The districts an official answers for (관할): a district's code (5 digits), a province's code (2 digits), or <c>*</c> for the nation.
/// The default covers nothing.
/// </summary>
[GenerateSerializer, Immutable, Alias("kipass.jurisdiction")]
public readonly record struct Jurisdiction([property: Id(0)] string Code)
{
    /// <summary>All districts.</summary>
    public static readonly Jurisdiction Nation = new("*");

    /// <summary>Whether a district (5 digits) lies inside.</summary>
    public bool Covers(string? district) =>
        district is { Length: 5 }
        && Code is { } code
        && (code == "*" || (code.Length is 2 or 5 && district.StartsWith(code, StringComparison.Ordinal)));

    /// <summary>Whether the whole of another jurisdiction lies inside.</summary>
    public bool Covers(Jurisdiction other) =>
        Code is { } code
        && other.Code is { } inner
        && (code == "*" || (code.Length is 2 or 5 && inner.StartsWith(code, StringComparison.Ordinal)));
}

using System.Text.Json.Serialization;

namespace KiPass.Contracts.Access;

/// <summary>
/// The jurisdiction of an official (관할): the code of a district (5 digits) or a province (2 digits), or <c>*</c> for the nation. The
/// default value covers nothing.
/// </summary>
[GenerateSerializer, Immutable, Alias("kipass.jurisdiction"), JsonConverter(typeof(JurisdictionJson))]
public readonly record struct Jurisdiction([property: Id(0)] string Code)
{
    /// <summary>All districts.</summary>
    public static readonly Jurisdiction Nation = new("*");

    /// <summary>Whether it contains a district (5 digits).</summary>
    public bool Covers(string? district) =>
        district is { Length: 5 }
        && Code is { } code
        && (code == "*" || (code.Length is 2 or 5 && district.StartsWith(code, StringComparison.Ordinal)));

    /// <summary>Whether it contains all of another jurisdiction.</summary>
    public bool Covers(Jurisdiction other) =>
        Code is { } code
        && other.Code is { } inner
        && (code == "*" || (code.Length is 2 or 5 && inner.StartsWith(code, StringComparison.Ordinal)));
}

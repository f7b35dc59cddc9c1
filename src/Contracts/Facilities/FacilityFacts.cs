namespace KiPass.Contracts.Facilities;

/// <summary>
/// The facts that an owner states about a facility. A draft can be incomplete; <see cref="FacilityFactsRules"/> validates them. Stored in
/// normalized form: business number as <c>NNN-NN-NNNNN</c>, phone as digits, text trimmed.
/// </summary>
[GenerateSerializer, Immutable, Alias("kipass.facility-facts")]
public sealed record FacilityFacts
{
    /// <summary>Business registration number (사업자등록번호).</summary>
    [Id(0)]
    public string BusinessNumber { get; init; } = "";

    /// <summary>Trade name (상호), at most 80 characters.</summary>
    [Id(1)]
    public string Name { get; init; } = "";

    /// <summary>Opening date (개업일), as registered with the tax service.</summary>
    [Id(2)]
    public DateOnly? OpenedOn { get; init; }

    /// <summary>Representative's name (대표자), as registered with the tax service, at most 60 characters.</summary>
    [Id(3)]
    public string Representative { get; init; } = "";

    /// <summary>Name of the facility manager (시설관리자), at most 60 characters.</summary>
    [Id(4)]
    public string ManagerName { get; init; } = "";

    /// <summary>Phone number of the facility or its manager, see <see cref="KoreanPhone"/>.</summary>
    [Id(5)]
    public string Phone { get; init; } = "";

    /// <summary>Code of a district (시·군·구), see <see cref="Districts"/>.</summary>
    [Id(6)]
    public string District { get; init; } = "";

    /// <summary>The address within the district (도로명주소), at most 120 characters.</summary>
    [Id(7)]
    public string Address { get; init; } = "";

    /// <summary>Code of a type, see <see cref="FacilityTypes"/>.</summary>
    [Id(8)]
    public string Type { get; init; } = "";

    /// <summary>Maximum number of persons at the same time (일시수용인원), 1 to 100,000.</summary>
    [Id(9)]
    public int? Capacity { get; init; }

    /// <summary>Whether it is indoors (실내).</summary>
    [Id(10)]
    public bool Indoor { get; init; } = true;

    /// <summary>Whether some or all of its places are standing places (입석).</summary>
    [Id(11)]
    public bool Standing { get; init; }
}

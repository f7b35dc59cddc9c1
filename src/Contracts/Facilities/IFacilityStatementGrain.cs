using KiPass.Contracts.Access;

namespace KiPass.Contracts.Facilities;

/// <summary>Statements of a facility's entries for inspectors (이용 확인서). Key <see cref="FacilityKey"/>.</summary>
[Alias("kipass.facility-statement"), IdKey("f:")]
public interface IFacilityStatementGrain : IGrainWithStringKey
{
    /// <summary>
    /// States the entries of up to seven Korean days by hour, signed by the register; for owners and managers. The text is a
    /// <c>kipass-statement+jwt</c>, which the authority's portal verifies. It contains no person.
    /// </summary>
    /// <returns>Invalid when the days are in the wrong order, more than seven, in the future, or began more than 28 days ago.</returns>
    [Alias("Of")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer<string>> Of(Caller caller, DateOnly from, DateOnly to);
}

using KiPass.Contracts.Facilities;
using KiPass.Grains.BusinessRegistry;
using KiPass.Grains.Facilities.Directory;

namespace KiPass.Grains.Facilities;

/// <summary>Passes the business registry's questions and answers to the facility grains.</summary>
internal sealed class RegisteredBusinesses(FacilityDirectory directory, IGrainFactory grains) : IRegisteredBusinesses
{
    public Task<IReadOnlyList<Guid>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        directory.BusinessRegistryDue(now, limit, cancellationToken);

    public ValueTask<TaxQuestion?> Question(Guid facilityId) => Facility(facilityId).TaxQuestion();

    public ValueTask Answer(Guid facilityId, TaxQuestion question, TaxFinding finding) =>
        Facility(facilityId).TaxAnswered(question, finding);

    private IInternalFacilityGrain Facility(Guid facilityId) => grains.GetGrain<IInternalFacilityGrain>(FacilityKey.Of(facilityId));
}

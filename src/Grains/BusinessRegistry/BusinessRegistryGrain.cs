using System.Collections.Immutable;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities;
using Orleans.Concurrency;

namespace KiPass.Grains.BusinessRegistry;

/// <inheritdoc cref="IRegistryGrain"/>
[StatelessWorker(4)]
[GrainType("registry")]
internal sealed class BusinessRegistryGrain(TaxService taxService) : Grain, IBusinessRegistryGrain
{
    public async ValueTask Check(Guid facilityId) => await CheckAll([facilityId]);

    public async ValueTask<bool> CheckAll(ImmutableArray<Guid> facilityIds)
    {
        var doors = facilityIds.Select(id => GrainFactory.GetGrain<IFacilityDoor>(FacilityKey.Of(id))).ToList();
        var questions = await Task.WhenAll(doors.Select(door => door.TaxQuestion().AsTask()));
        var open = doors.Zip(questions).Where(pair => pair.Second is not null).ToList();
        if (open.Count == 0)
        {
            return true;
        }
        var findings = await taxService.Ask([.. open.Select(pair => pair.Second!)], CancellationToken.None);
        await Task.WhenAll(open.Zip(findings).Select(one => one.First.First.TaxAnswered(one.First.Second!, one.Second).AsTask()));
        return findings.Any(finding => finding != TaxFinding.Unavailable);
    }
}

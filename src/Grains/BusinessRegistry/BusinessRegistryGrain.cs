using System.Collections.Immutable;
using Orleans.Concurrency;

namespace KiPass.Grains.BusinessRegistry;

/// <inheritdoc cref="IBusinessRegistryGrain"/>
[StatelessWorker(4)]
[GrainType("registry")]
internal sealed class BusinessRegistryGrain(TaxService taxService, IRegisteredBusinesses businesses) : Grain, IBusinessRegistryGrain
{
    public async ValueTask Check(Guid facilityId) => await CheckAll([facilityId]);

    public async ValueTask<bool> CheckAll(ImmutableArray<Guid> facilityIds)
    {
        var asked = await Task.WhenAll(facilityIds.Select(async id => (Id: id, Question: await businesses.Question(id))));
        var due = asked.Where(one => one.Question is not null).ToList();
        if (due.Count == 0)
        {
            return true;
        }
        var findings = await taxService.Ask([.. due.Select(one => one.Question!)], CancellationToken.None);
        await Task.WhenAll(due.Zip(findings, (one, finding) => businesses.Answer(one.Id, one.Question!, finding).AsTask()));
        return findings.Any(finding => finding != TaxFinding.Unavailable);
    }
}

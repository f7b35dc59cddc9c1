using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Grains.Audit;
using KiPass.Grains.Compliance;
using KiPass.Grains.Facilities;
using KiPass.Grains.Policy;
using KiPass.Grains.Visits;
using KiPass.Hosting.Demo;
using KiPass.Hosting.Settings;
using KiPass.Tokens;

namespace KiPass.Silo.Demo.Nation;

/// <summary>
/// Writes four weeks of a nation, day by day with the clock set back: facilities that sign up, visits, licence lists and invitations, orders, and the
/// compliance figures of each day.
/// </summary>
internal sealed class NationSeeder(
    DemoClock clock,
    FacilityImport import,
    NationVisits visits,
    NationLicences licences,
    ComplianceStore compliance,
    AuditLog audit,
    IGrainFactory grains
)
{
    /// <summary>Days after which the visits of a day are destroyed.</summary>
    private const int DestroyedAfter = 29;

    private static readonly Caller Official = Caller.Official(DemoOfficial.AccountId, Jurisdiction.Nation);
    private static readonly Caller Approver = Caller.Approver($"{DemoOfficial.ApproverId}", Jurisdiction.Nation);

    /// <param name="plan">The facilities; the first ones are registered already, with one device each.</param>
    /// <param name="registered">The devices of the facilities that are registered already.</param>
    /// <param name="input">The visits of the last four weeks.</param>
    public async Task Seed(IReadOnlyList<NationFacility> plan, IReadOnlyList<Pairing> registered, Task<DemoInput> input)
    {
        var today = KoreanDay.Of(clock.Now);
        NationSite[] sites = [.. plan.Select((facility, serial) => new NationSite(facility, serial, today))];
        // Also tells when each device was last seen, which the facilities are written with.
        var days = visits.Plan(sites, registered, (await input).Visits);
        var others = sites.Skip(registered.Count).ToLookup(site => Math.Min(site.Facility.SignedUp, NationPlan.Begin + 1));

        await Write(others[NationPlan.Begin + 1], today);
        // Their earlier visits are destroyed, but the register remembers on which day somebody came last.
        var visited = plan.Where(facility => facility.Weight > 0 && facility.SignedUp > NationPlan.Begin)
            .Select(facility => facility.Id)
            .ToList();
        await compliance.PutActive(today - NationPlan.Days - 1, visited, CancellationToken.None);
        await licences.Load(plan, today - NationPlan.Begin);
        await DestroyedBefore(today - NationPlan.Begin);
        for (var ago = NationPlan.Begin; ago >= 0; ago--)
        {
            var day = today - ago;
            await Destroyed(day);
            await Write(others[ago], today);
            await Orders(day, ago);
            await licences.Invite(day, ago);
            var active = await visits.Write(days[day]);
            await End(sites.Where(site => site.Facility.End is FacilityState.Suspended or FacilityState.Closed), ago, today);
            if (ago <= NationPlan.Days)
            {
                await Record(day, active);
            }
        }
        await Admit(registered, visits.LastSeen);
        clock.Reset();
    }

    private async Task Write(IEnumerable<NationSite> sites, KoreanDay today)
    {
        foreach (var site in sites)
        {
            await import.Put(site.Facility.Id, site.Record(withEnd: false, today));
        }
    }

    private async Task End(IEnumerable<NationSite> sites, int ago, KoreanDay today)
    {
        foreach (var site in sites.Where(site => site.Facility.LastDay - 1 == ago))
        {
            await import.Put(site.Facility.Id, site.Record(withEnd: true, today));
        }
    }

    private async Task Record(KoreanDay day, IReadOnlyCollection<Guid> active)
    {
        var policy = PolicySnapshot.Of(await grains.GetGrain<IPolicyReader>(IPolicyGrain.Key).Entries());
        await compliance.PutActive(day, active, CancellationToken.None);
        var figures = await ComplianceFigures.Of(compliance, policy, Jurisdiction.Nation, day, CancellationToken.None);
        await compliance.PutDay(day, figures, CancellationToken.None);
    }

    // From the first of the last month on: the public counts of that month add them up.
    private async Task DestroyedBefore(KoreanDay end)
    {
        var month = KoreanDay.Of(clock.Now).Date.AddMonths(-1);
        for (var day = KoreanDay.Of(new DateOnly(month.Year, month.Month, 1)); day < end; day += 1)
        {
            await Destroyed(day);
        }
    }

    private async Task Destroyed(KoreanDay day)
    {
        var at = day.Start.AddSeconds(4);
        if (at > clock.Now)
        {
            return;
        }
        clock.Set(at);
        var subject = day - DestroyedAfter;
        var record = new DestructionRecord("visits", subject.ToString(), 3_900 + subject.Number * 389 % 1_700, RetentionRule.Name);
        if (await audit.Append(DestructionRecord.Kind, record.Facts) is null)
        {
            throw new StartException("demo: the audit log does not answer.");
        }
    }

    private async Task Orders(KoreanDay day, int ago)
    {
        RestrictionOrder? order = ago switch
        {
            12 => new()
            {
                Region = new Jurisdiction("11"),
                Types = ["pc-cafe", "study-cafe"],
                GuidanceUntil = day + 6,
                Title = $"서울특별시 고시 제{day.Date.Year}-260호 전자출입명부 사용 명령",
            },
            4 => new()
            {
                Region = new Jurisdiction("26350"),
                Types = ["restaurant", "cafe"],
                GuidanceUntil = day + 7,
                Until = day + 24,
                Title = $"해운대구 고시 제{day.Date.Year}-118호 집합제한 명령",
            },
            _ => null,
        };
        if (order is null)
        {
            return;
        }
        clock.Set(day.Start.AddHours(8).AddMinutes(50));
        order = order with { Id = Guid.NewGuid(), Effect = RestrictionEffect.Require, From = day };
        var policy = grains.GetGrain<IPolicyGrain>(IPolicyGrain.Key);
        var answer = order.CoversSeveralDistricts() ? await policy.ProposeOrder(Official, order) : await policy.AddOrder(Official, order);
        if (answer.Status == AnswerStatus.Done && order.CoversSeveralDistricts())
        {
            answer = await policy.ApproveOrder(Approver, order.Id);
        }
        if (answer.Status != AnswerStatus.Done)
        {
            throw new StartException($"demo: an order was refused: {answer.Status}.");
        }
    }

    private async Task Admit(IReadOnlyList<Pairing> devices, IReadOnlyDictionary<Guid, DateTimeOffset> lastSeen)
    {
        foreach (var device in devices.Where(device => lastSeen.ContainsKey(device.DeviceId)).OrderBy(device => lastSeen[device.DeviceId]))
        {
            clock.Set(lastSeen[device.DeviceId]);
            var token = DeviceToken.Read(device.DeviceToken)!;
            await grains.GetGrain<IInternalFacilityGrain>(FacilityKey.Of(device.FacilityId)).Admit(device.DeviceId, token.Hash);
        }
    }
}

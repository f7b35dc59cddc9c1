using System.Text.Json.Serialization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Database;
using KiPass.Grains.Facilities;
using KiPass.Grains.Visits;
using KiPass.Hosting.Demo;
using KiPass.Hosting.Settings;
using KiPass.Silo.Demo.Nation;
using KiPass.Silo.DemoVenues;
using KiPass.Tokens;

namespace KiPass.Silo.Demo;

/// <summary>A seeded facility, as <c>demo.json</c> lists it.</summary>
internal sealed record SeededFacility(
    Guid Id,
    string Name,
    string Type,
    IReadOnlyList<string> PairingCodes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SeededDevice>? Devices = null
);

/// <summary>A device paired by the seeder, with the token that normally only the scanner receives.</summary>
internal sealed record SeededDevice(Guid Id, string Token);

/// <summary>
/// Registers the demonstration's facilities as an owner and an official would, pairs a device with each, and scans passes at their past times.
/// Every visit goes through its token grain, except those of a whole nation, which are appended in batches.
/// </summary>
internal sealed class DemoSeeder(
    IGrainFactory grains,
    PairingService pairings,
    ScanService scans,
    IVisitPartitions partitions,
    NationSeeder nation,
    DemoClock clock
)
{
    private static readonly TimeSpan Registered = TimeSpan.FromDays(75);

    private const int ScansAtOnce = 256;
    private const int MaxTries = 20;

    private static readonly Caller Owner = Caller.Account(DemoOwner.AccountId);
    private static readonly Caller Official = Caller.Official("demo-official", Jurisdiction.Nation);

    /// <summary>Seeds the twelve facilities and their visits.</summary>
    public async Task<IReadOnlyList<SeededFacility>> Seed(DemoInput input)
    {
        var visits = input.Visits;
        foreach (var day in visits.Select(visit => KoreanDay.Of(visit.At)).Distinct())
        {
            await partitions.OpenDay(day, CancellationToken.None);
        }
        var facilities = await Task.WhenAll(DemoFacilities.All.Select(Register));
        var devices = await Task.WhenAll(DemoFacilities.All.Select(facility => Pair(facility.Id)));
        await Parallel.ForEachAsync(
            visits,
            new ParallelOptions { MaxDegreeOfParallelism = ScansAtOnce },
            async (visit, _) => await Scan(visit, devices)
        );
        return input.DevicesEach == 0
            ? facilities
            : await Task.WhenAll(facilities.Select(facility => WithDevices(facility, input.DevicesEach)));
    }

    /// <summary>Seeds a nation, whose first twelve facilities are the same.</summary>
    /// <param name="size">Number of facilities.</param>
    /// <param name="input">The visits, which are needed only after the twelve are registered.</param>
    public async Task<IReadOnlyList<SeededFacility>> SeedNation(int size, Task<DemoInput> input)
    {
        var plan = NationPlan.Of(size, KoreanDay.Of(clock.Now));
        clock.Set(clock.Now - Registered);
        var facilities = await Task.WhenAll(DemoFacilities.All.Select(Register));
        await Task.WhenAll(DemoFacilities.All.Zip(plan, Furnish));
        var devices = await Task.WhenAll(DemoFacilities.All.Select(facility => Pair(facility.Id)));
        await nation.Seed(plan, devices, input);
        return facilities;
    }

    private async Task Furnish(DemoFacility demo, NationFacility planned)
    {
        var facility = grains.GetGrain<IFacilityGrain>(FacilityKey.Of(demo.Id));
        Require(await facility.SetHours(Owner, planned.Hours), demo);
        foreach (var zone in demo.Facts.Capacity > 200 ? ["1층", "2층"] : Array.Empty<string>())
        {
            Require(await facility.SetZone(Owner, new Zone(Guid.NewGuid(), zone)), demo);
        }
    }

    private async Task<SeededFacility> Register(DemoFacility demo)
    {
        var facility = grains.GetGrain<IFacilityGrain>(FacilityKey.Of(demo.Id));
        Require(await facility.SaveDraft(Owner, demo.Facts), demo, AnswerStatus.Conflict);
        var certificate = grains.GetGrain<ICertificateGrain>(CertificateKey.Of(demo.Id));
        Require(await certificate.Put(Owner, new SealedCertificate(CertificateKind.Pdf, "demo")), demo, AnswerStatus.Conflict);
        Require(await facility.Submit(Owner), demo, AnswerStatus.Conflict);
        Require(await facility.Approve(Official), demo);
        Require(await facility.SetMember(Owner, $"{DemoOwner.ManagerId}", MemberRole.Manager), demo);
        Require(await facility.SetMember(Owner, $"{DemoOwner.ScannerId}", MemberRole.Scanner), demo);
        var codes = new List<string>();
        for (var i = 0; i < demo.OpenCodes; i++)
        {
            codes.Add(await Offer(demo.Id));
        }
        return new SeededFacility(demo.Id, demo.Facts.Name, demo.Facts.Type, codes);
    }

    private async Task<SeededFacility> WithDevices(SeededFacility facility, int count)
    {
        var devices = new List<SeededDevice>();
        for (var i = 0; i < count; i++)
        {
            var pairing = await Pair(facility.Id);
            devices.Add(new SeededDevice(pairing.DeviceId, pairing.DeviceToken));
        }
        return facility with { Devices = devices };
    }

    private async Task<Pairing> Pair(Guid facilityId)
    {
        var pairing = await pairings.Pair(await Offer(facilityId), new NewDevice("정문 스캐너"));
        return pairing.Status == PairingStatus.Paired ? pairing : throw Failed("a device could not be paired");
    }

    private async Task<string> Offer(Guid facilityId) =>
        await grains.GetGrain<IInternalFacilityGrain>(FacilityKey.Of(facilityId)).OfferPairing(until: null)
        ?? throw Failed("a pairing code could not be made");

    private async Task Scan(DemoVisit visit, Pairing[] devices)
    {
        if (visit.Venue < 0 || visit.Venue >= devices.Length)
        {
            throw Failed($"there is no venue {visit.Venue}");
        }
        var device = devices[visit.Venue];
        if (scans.Open(visit.Pass, out var pass) is not ScanStatus.Accepted and var refusal)
        {
            throw Failed($"a visit was refused: {refusal}");
        }
        var scan = new Scan(device.FacilityId, device.DeviceId, Guid.NewGuid(), visit.At, ReceivedAt: visit.At);
        var status = ScanStatus.Unconfirmed;
        // Repeats an unconfirmed scan with the same ID, as a scanner does.
        for (var tries = 0; status == ScanStatus.Unconfirmed && tries < MaxTries; tries++)
        {
            status = (await scans.Judge(pass, scan, ScanTime.OldestAtDoor)).Status;
        }
        if (status != ScanStatus.Accepted)
        {
            throw Failed($"a visit was refused: {status}");
        }
    }

    private static void Require(Answer answer, DemoFacility demo, AnswerStatus? alsoFine = null)
    {
        if (answer.Status != AnswerStatus.Done && answer.Status != alsoFine)
        {
            var fields = string.Join(", ", answer.Errors.Select(error => $"{error.Field} {error.Problem}"));
            throw Failed($"{demo.Facts.Type} could not be registered: {answer.Status} {fields}".TrimEnd());
        }
    }

    private static StartException Failed(string what) => new($"demo: {what}.");
}
